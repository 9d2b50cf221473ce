// What this machine's journal adds to the states: who holds a job that carries another stack's marker, and
// which run requested it, and whether that one was killed.
import { wasKilled, type Journal } from "../../provider/resources/account/journal";
import { projectOf } from "../../provider/resources/account/journalEntry";
import { ownerText } from "../../provider/resources/job/marker";
import type { AskJournal } from "./decideOrphans";

/** Asks a journal about jobs. */
export function askJournalOf(journal: Pick<Journal, "entriesOf" | "holdersAnywhere">): AskJournal {
  return ({ job, marker }) => {
    const entries = journal
      .entriesOf(ownerText(marker))
      .filter(({ generation }) => generation === marker.generation);
    // Another backend may have a stack of this name.
    const entry = entries.find(({ place }) => place !== "other");
    const holders = journal.holdersAnywhere(job.uuid);
    const ours = holders.filter(({ place }) => place === "here");
    // A state of this backend that showed the job has said whose it is, whoever requested it.
    const isOfOtherRun = ours.length === 0 && entries.some(({ place }) => place === "other");
    return {
      holders: ours.map(({ holder }) => holder.split(".")[0] ?? ""),
      // Where a backend cannot be determined, it may be another one.
      isOfOtherBackend: isOfOtherRun || holders.length > ours.length,
      isInterrupted: entry !== undefined && wasKilled(entry),
      project: entry === undefined ? {} : projectOf(entry),
      stack: entry?.stack,
    };
  };
}
