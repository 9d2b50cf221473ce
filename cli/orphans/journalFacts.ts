// What this machine's journal adds to the states: who holds a job that carries another stack's marker, and
// which run requested it, and whether that one was killed.
import { wasKilled, type Journal } from "../../provider/resources/account/journal";
import { ownerText } from "../../provider/resources/job/marker";
import type { AskJournal } from "./decideOrphans";

/** Asks a journal about jobs. Of holders those of every backend count: one of them was not read. */
export function askJournalOf(journal: Pick<Journal, "entriesOf" | "holdersAnywhere">): AskJournal {
  return ({ job, marker }) => {
    const entry = journal
      .entriesOf(ownerText(marker))
      // Another backend may have a stack of this name.
      .find(({ generation, place }) => generation === marker.generation && place !== "other");
    return {
      holders: journal.holdersAnywhere(job.uuid).map(({ holder }) => holder.split(".")[0] ?? ""),
      isInterrupted: entry !== undefined && wasKilled(entry),
      project: entry?.project,
      stack: entry?.stack,
    };
  };
}
