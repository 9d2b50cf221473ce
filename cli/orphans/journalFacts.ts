// What this machine's journal adds to the states: who holds a job that carries another stack's marker.
import type { Journal } from "../../provider/resources/account/journal";
import type { AskJournal } from "./decideOrphans";

/**
 * Reads what a journal says of jobs, for runs with any backend: the states that were read may be
 * another backend's.
 */
export function askJournalOf(journal: Pick<Journal, "holdersAnywhere">): AskJournal {
  return ({ job }) => ({
    holders: journal.holdersAnywhere(job.uuid).map(({ holder }) => holder.split(".")[0] ?? ""),
  });
}
