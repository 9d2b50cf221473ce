// What this machine's journal adds to the states: who holds a job that carries another stack's marker.
import type { Journal } from "../../provider/resources/account/journal";
import type { AskJournal } from "./decideOrphans";

/** Asks a journal about jobs, whatever backend its runs used: the states that were read may be another's. */
export function askJournalOf(journal: Pick<Journal, "holdersAnywhere">): AskJournal {
  return ({ job }) => ({
    holders: journal.holdersAnywhere(job.uuid).map(({ holder }) => holder.split(".")[0] ?? ""),
  });
}
