// Purchases of killed runs that no create of this run accounts for: those whose resource has left the
// program since, and those of a resource of the same name in another stack, which may be this one
// before it or its project was renamed.
import type { MarkedJob } from "./sharedJobList";
import { goesOn } from "../job/status";
import { isSurelyBefore, type RequestTime } from "./requestTime";
import { wasKilled, type Journal, type KnownEntry } from "./journal";
import { projectOf } from "./journalEntry";
import { ownerText, type Marker } from "../job/marker";
import type { ProcessJobs } from "./processJobs";
import type { ProjectHashes } from "./projectFile";
import { markedOwner } from "../job/stackName";

/** A purchase of a killed run for a resource of the same type, parents and name in another stack. */
export interface OtherStacksPurchase {
  readonly marker: Marker;
  readonly entry: KnownEntry;
  /** Whether both stacks are known to have existed at one time: then neither is the other, renamed. */
  readonly areSiblings: boolean;
}

/** A purchase of a killed run. */
export type KilledPurchase = Pick<OtherStacksPurchase, "marker" | "entry">;

/** What one process found. */
export interface InterruptedJobs {
  /** Takes the jobs of a listing. What it does not show yet, a later one may. */
  find(jobs: readonly MarkedJob[]): void;
  /** The jobs that no resource of this run accounts for, each once. */
  take(): readonly MarkedJob[];
  /** The purchases of other stacks of this project for a resource like this one. */
  ofOtherStacks(marker: Marker): readonly OtherStacksPurchase[];
  /** The purchases of a stack, by its hash, for resources that no check of this run has named. */
  leftByProgram(stack: string): readonly KilledPurchase[];
  /** Whether nothing that is known here holds a job. */
  isUnheld(job: MarkedJob): boolean;
}

/** What the search needs. */
export interface InterruptedJobsEffects {
  readonly journal: Pick<Journal, "entriesOfPlace" | "holdersAnywhere" | "project">;
  readonly processJobs: Pick<
    ProcessJobs,
    "isTracked" | "isAccountedFor" | "checkedOwners" | "isFirstWarning"
  >;
  readonly namespace: string;
}

/** The purchases that the journal had when the run began. */
interface Purchases {
  readonly byGeneration: ReadonlyMap<string, KnownEntry>;
  readonly killedByResource: ReadonlyMap<string, readonly KilledPurchase[]>;
  /** When a stack's purchases were announced, by its hash. */
  readonly stacks: ReadonlyMap<string, readonly RequestTime[]>;
}

/** Creates an empty memory. */
export function createInterruptedJobs(effects: InterruptedJobsEffects): InterruptedJobs {
  const { journal, processJobs, namespace } = effects;
  const found = new Map<string, MarkedJob>();
  let known: Purchases | undefined;
  // This run's own purchases need no warning, so the entries from its start suffice.
  const purchases = (): Purchases => (known ??= readPurchases(journal));
  const ownersInProgram = (): ReadonlySet<string> =>
    new Set(processJobs.checkedOwners().map((owner) => ownerText(markedOwner(namespace, owner))));
  const isUnheld = (job: MarkedJob): boolean =>
    !processJobs.isTracked(job) &&
    !processJobs.isAccountedFor(job.uuid) &&
    // In any backend: whoever has the job accounts for it.
    journal.holdersAnywhere(job.uuid).length === 0;
  const siblings = new Map<string, boolean>();
  /** Whether a stack had announced something before the other one did so for the last time. */
  const existedTogether = (stack: string, other: string): boolean => {
    const pair = `${stack} ${other}`;
    const { stacks } = purchases();
    const [ours = [], theirs = []] = [stacks.get(stack), stacks.get(other)];
    const areSiblings =
      siblings.get(pair) ?? ours.some((own) => theirs.some((their) => isSurelyBefore(own, their)));
    siblings.set(pair, areSiblings);
    return areSiblings;
  };
  return {
    isUnheld,
    find(jobs) {
      for (const job of jobs) {
        const entry = purchases().byGeneration.get(job.marker.generation);
        if (entry !== undefined && isUntold(entry, job.uuid) && goesOn(job.status)) {
          found.set(job.uuid, job);
        }
      }
    },
    take() {
      const inProgram = ownersInProgram();
      return [...found.values()].filter(
        (job) =>
          !inProgram.has(ownerText(job.marker)) &&
          isUnheld(job) &&
          processJobs.isFirstWarning(job.uuid),
      );
    },
    leftByProgram(stack) {
      const inProgram = ownersInProgram();
      return [...purchases().killedByResource.values()]
        .flat()
        .filter(({ marker }) => marker.stack === stack && !inProgram.has(ownerText(marker)));
    },
    ofOtherStacks({ stack, resource }) {
      const { killedByResource } = purchases();
      return (killedByResource.get(resource) ?? [])
        .filter(({ marker }) => marker.stack !== stack)
        .map((purchase) => ({
          ...purchase,
          areSiblings: existedTogether(stack, purchase.marker.stack),
        }));
    },
  };
}

function readPurchases(journal: InterruptedJobsEffects["journal"]): Purchases {
  const byGeneration = new Map<string, KnownEntry>();
  const killedByResource = new Map<string, KilledPurchase[]>();
  const stacks = new Map<string, RequestTime[]>();
  for (const { owner, entry } of journal.entriesOfPlace()) {
    const { generation, spec } = entry;
    byGeneration.set(generation, entry);
    // This very run says nothing of what was there before it.
    if (entry.liveness === "own") continue;
    const [stack = "", resource = ""] = owner.split(".");
    const times = stacks.get(stack) ?? [];
    times.push(entry);
    stacks.set(stack, times);
    if (!wasKilled(entry) || isOfOtherProject(journal.project, projectOf(entry))) continue;
    const purchase = { marker: { stack, resource, generation, spec }, entry };
    killedByResource.set(resource, [...(killedByResource.get(resource) ?? []), purchase]);
  }
  return { byGeneration, killedByResource, stacks };
}

/**
 * Only where both names are known: a purchase of an unknown project may be of this one. One of another
 * name in the same folder may be of this one too, before it was renamed.
 */
function isOfOtherProject(ours: ProjectHashes, theirs: ProjectHashes): boolean {
  if (ours.name === undefined || theirs.name === undefined) return false;
  if (ours.name === theirs.name) return false;
  return ours.folder === undefined || ours.folder !== theirs.folder;
}

/** Whether a job was never returned to the engine: the job of a purchase, or a second one that it made. */
function isUntold(entry: KnownEntry, uuid: string): boolean {
  if (wasKilled(entry)) return true;
  return entry.isSentTwice === true && entry.uuid !== undefined && entry.uuid !== uuid;
}
