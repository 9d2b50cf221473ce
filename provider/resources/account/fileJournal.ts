// The journal on disk: what each step of a purchase writes down.
import type { Log } from "../../api/log";
import { createHolders } from "./holders";
import {
  isBusy,
  isOpen,
  type Announcement,
  type Journal,
  type KnownEntry,
  type ShownJob,
} from "./journal";
import type { EntryState, JournalEntry } from "./journalEntry";
import { createJournalFiles, holdersFile, type JournalPlace } from "./journalFiles";
import { createHeartbeat, type HeartbeatEffects } from "./liveness";
import { ownerText } from "../job/marker";

/** What a journal needs. */
export interface JournalEffects extends HeartbeatEffects {
  /** Receives one warning when nothing can be written. */
  readonly log: Pick<Log, "warn">;
  /** Whether the engine has gone: then no state will hold what create returns. */
  readonly isEngineGone: () => boolean;
}

/**
 * A journal with one file for each owner and place.
 *
 * @param folder where the files are; made when it is needed.
 */
export function createFileJournal(
  folder: string,
  place: JournalPlace,
  effects: JournalEffects,
): Journal {
  const { log, self, isEngineGone } = effects;
  const { project = {} } = place;
  const heartbeat = createHeartbeat(folder, effects);
  const writing = warnOnce(log);
  const files = createJournalFiles(folder, place, writing);
  const holders = createHolders(holdersFile(folder, place), writing);
  /** Owners by the generations of their purchases. */
  const told = new Map<string, string>();
  /** Owners by the generations that were posted and neither returned nor refused. */
  const open = new Map<string, string>();
  /** Generations that this process replaced. */
  const replacedHere = new Set<string>();

  const livenessOf = (entry: JournalEntry, file: string): KnownEntry["liveness"] => {
    // Only a purchase that was never returned can still be in flight; of a later one it matters
    // whether its run is still writing the state.
    if (!isOpen(entry.state) && entry.state !== "told") return "dead";
    if (entry.process?.key === self.key) return "own";
    return heartbeat.livenessOf(entry.process, file);
  };
  const entriesOf = (owner: string): readonly KnownEntry[] =>
    files.entriesOf(owner).map(({ entry, place: at, file }) => ({
      ...entry,
      place: at,
      liveness: livenessOf(entry, file),
    }));
  const announce = (owner: string, purchase: Announcement, state: EntryState): void => {
    const entry: JournalEntry = {
      ...purchase,
      project: project.name,
      projectFolder: project.folder,
      state,
      process: self,
    };
    files.put(owner, entry, state === "posted");
  };
  const setState = (owner: string, generation: string, state: EntryState, durable = false): void =>
    files.change(owner, generation, (entry) => ({ ...entry, state }), durable);
  const track = (shown: ShownJob): void => {
    const { marker } = shown;
    if (marker === undefined || told.has(marker.generation)) return;
    const isReplaced = !shown.isCurrent || replacedHere.has(marker.generation);
    files.change(ownerText(marker), marker.generation, (entry) =>
      trackedEntry(entry, shown, isReplaced),
    );
  };
  const abandon = (): void => {
    for (const [generation, owner] of open) {
      files.change(owner, generation, (entry) => ({ ...entry, isAbandoned: true }));
    }
  };

  return {
    project,
    entriesOf,
    entriesOfPlace: () =>
      files.owners().flatMap((owner) =>
        entriesOf(owner)
          .filter((entry) => entry.place !== "other")
          .map((entry) => ({ owner, entry })),
      ),
    holderOf: (uuid) => holders.holderOf(uuid),
    holdersAnywhere: (uuid) => files.holdersOf(uuid),
    heldBy: (holder) => holders.heldBy(holder),
    claim(owner, purchase) {
      let busy: KnownEntry | undefined;
      writing(() =>
        files.locked(owner, () => {
          busy = entriesOf(owner).find(isBusy);
          if (busy === undefined) announce(owner, purchase, "claimed");
        }),
      );
      return busy;
    },
    post(owner, purchase) {
      open.set(purchase.generation, owner);
      writing(() => files.locked(owner, () => announce(owner, purchase, "posted")));
      // The engine may have gone a moment ago.
      if (isEngineGone()) abandon();
    },
    sentTwice: (owner, generation, isOpenStill) =>
      files.change(owner, generation, (entry) => ({ ...entry, isSentTwice: isOpenStill }), true),
    name: (owner, generation, uuid) =>
      files.change(owner, generation, (entry) => ({ ...entry, uuid }), true),
    told(owner, generation) {
      if (isEngineGone()) return;
      told.set(generation, owner);
      open.delete(generation);
      setState(owner, generation, "told", true);
      // If this cannot be written, the announcement must go: the next run would take the job.
      const isStale = entriesOf(owner).some(
        (entry) => entry.generation === generation && isOpen(entry.state),
      );
      if (isStale) files.drop(owner);
    },
    abandon,
    replaced(owner, generations) {
      for (const generation of generations) {
        replacedHere.add(generation);
        setState(owner, generation, "replaced");
      }
    },
    remove(owner, generation) {
      told.delete(generation);
      open.delete(generation);
      files.remove(owner, generation);
    },
    hold: (uuid, holder) => holders.hold(uuid, holder),
    release: (uuid) => holders.release(uuid),
    keepAlive: () => heartbeat.keepAlive(),
    isStillAnnounced: (owner, generation) =>
      !heartbeat.wasSuspended() ||
      entriesOf(owner).some((entry) => entry.generation === generation && entry.liveness === "own"),
    settle(shown) {
      const jobs = [...shown];
      for (const job of jobs) track(job);
      for (const [generation, owner] of told) setState(owner, generation, "settled");
      holders.note(jobs);
      heartbeat.end();
    },
  };
}

/** Runs what writes. The first failure is a warning: without a journal a run asks, and goes on. */
function warnOnce(log: JournalEffects["log"]): (write: () => void) => void {
  let hasWarned = false;
  return (write) => {
    try {
      write();
    } catch (error) {
      if (hasWarned) return;
      hasWarned = true;
      const { code } = error as NodeJS.ErrnoException;
      log.warn(
        `The journal in Pulumi's home folder cannot be written (${code ?? "unknown error"}). If ` +
          "this run is killed, the next one asks before it creates a job again.",
      );
    }
  };
}

/**
 * The entry of a job that a state has shown.
 *
 * @param isReplaced a job that only waits for its delete is shown by reads and deletes, and by nothing
 * else; one that this process replaced was current until then.
 */
function trackedEntry(
  entry: JournalEntry,
  { holder, isRetained, isImport }: ShownJob,
  isReplaced: boolean,
): JournalEntry {
  if (entry.state === "replaced" && isReplaced) return entry;
  return {
    ...entry,
    // What only an import has shown may still be the other resource's.
    holder: isImport === true ? entry.holder : (holder ?? entry.holder),
    isRetained: isRetained ?? entry.isRetained,
    state: "tracked",
  };
}
