// What this process knows of jobs: those of resources that it was given, and those it bought. What
// the other processes of the same command know counts too.
import { aloneInRun, type EngineRun } from "./engineRun";
import type { Holder } from "./holders";
import { sumUpNotes, type OthersNotes } from "./runNotes";
import { createStateJobs, type StateJobs } from "./stateJobs";
import type { Marker } from "../job/marker";

/** A purchase of this process. */
export interface OwnPurchase {
  /** The job and the marker that it carries, as soon as they are known. */
  job?: { readonly uuid: string; readonly marker: Marker };
}

/** A job that lives by the state. */
export interface StateJob {
  readonly uuid: string;
  /** The service it lives at. */
  readonly origin: string | undefined;
  /** Name of the key that last read it. */
  readonly key: string | undefined;
  /** What it cost when it was last read, on all of its nodes, in US dollars an hour. */
  readonly rateUsd: number | undefined;
}

/** The purchases of one process. */
interface OwnPurchases {
  /** Notes that a purchase is about to be sent. */
  recordPurchase(generation: string): OwnPurchase;
  /** The purchase of a generation, if this process sent it. */
  purchaseOf(generation: string): OwnPurchase | undefined;
  /** Notes that a purchase was refused. */
  forgetPurchase(generation: string): void;
  /** Notes which generation a job was bought or adopted for. */
  claim(uuid: string, generation: string): void;
  /** The generation that a job was bought or adopted for, if this process did it. */
  claimedBy(uuid: string): string | undefined;
  /** Jobs of this process that have not ended as far as is known. */
  liveUuids(): readonly string[];
}

/** What is known of a job whoever bought it. */
interface KnownJobs {
  /** Whether a job belongs to a resource of the state. */
  isTracked(job: { readonly uuid: string; readonly marker: Marker }): boolean;
  /** Whether a purchase is the state's, or was sent by this process. */
  isKnownPurchase(generation: string): boolean;
  /** The job that the state has for a generation, where the state was seen whole. */
  trackedUuid(generation: string): string | undefined;
  /** Whether it is known whose a job is: this process's, or a state's. */
  isAccountedFor(uuid: string): boolean;
  /** Whether a state has shown any process of the run a resource of another generation with the job. */
  isSharedInRun(uuid: string, generation: string | undefined): boolean;
  /** Whether a state has shown another process of the run the resource of a generation with the job. */
  isHeldInOtherProcess(uuid: string, generation: string): boolean;
  /**
   * Notes that the resource of a generation leaves its job to those that share it, or that its create
   * failed after it took the job.
   */
  releaseJob(uuid: string, generation: string | undefined): void;
  /** Notes a job that lives by the state, of a resource that this stack owns. */
  recordLiveJob(job: StateJob): void;
  /** The jobs that live by the state, and have not ended since as far as is known. */
  stateJobs(): readonly StateJob[];
  /**
   * Notes that a job is over.
   *
   * @param owner of the resource that it was, if it was one.
   */
  markEnded(uuid: string, owner?: string): void;
  /** The job of this resource that this process has ended, if it has. */
  endedOf(owner: string): string | undefined;
  /** Notes that a delete has ended a job: from now on no resource holds it. */
  recordDeleted(uuid: string): void;
  /** Notes that a job is proven gone: it is no longer the state's, and does not live. */
  markLost(uuid: string): void;
}

/** What the messages of one process depend on. */
interface ProcessFacts {
  /** Notes that a check named this resource: it is in the program. */
  recordChecked(owner: string): void;
  /** The resources that checks named, by their owners without the namespace. */
  checkedOwners(): readonly string[];
  /** Notes what no message may repeat of a job, whichever resource it is about. */
  registerSecrets(uuid: string, secrets: () => readonly string[]): void;
  /** What no message may repeat of a job; `undefined` for one that this process does not know. */
  secretsFor(uuid: string): readonly string[] | undefined;
  /** Whether a warning is the first of this process to name a job. */
  isFirstWarning(uuid: string): boolean;
  /** Whether the service drops our markers; once seen, it stays so. */
  markersDropped: boolean;
  /** `project/stack` of the stack that this process works for, once it is known. */
  stackName: string | undefined;
}

/** The memory of one process. All of it is lost with the process, and none of it is needed then. */
export interface ProcessJobs extends StateJobs, OwnPurchases, KnownJobs, ProcessFacts {}

/**
 * An empty memory.
 *
 * @param run the other processes of the same command of the engine.
 * @param onHeld called at once with the resource that has a job; returns the one that had it before.
 */
export function createProcessJobs(
  run: EngineRun = aloneInRun,
  onHeld: (uuid: string, holder: Holder) => Holder | undefined = () => undefined,
): ProcessJobs {
  const states = createStateJobs(run, onHeld);
  const purchases = new Map<string, OwnPurchase>();
  /** Generations by the jobs that were bought or adopted for them. */
  const claimed = new Map<string, string>();
  const ended = new Set<string>();
  const deleted = new Set<string>();
  const others = (): OthersNotes => sumUpNotes(run.others());
  const own: OwnPurchases = {
    recordPurchase(generation) {
      const purchase = purchases.get(generation) ?? {};
      purchases.set(generation, purchase);
      return purchase;
    },
    purchaseOf: (generation) => purchases.get(generation),
    forgetPurchase: (generation) => void purchases.delete(generation),
    claim(uuid, generation) {
      claimed.set(uuid, generation);
      run.note({ kind: "claimed", uuid, generation });
    },
    claimedBy: (uuid) => claimed.get(uuid) ?? others().claimed.get(uuid),
    liveUuids: () => [...claimed.keys()].filter((uuid) => !ended.has(uuid)),
  };
  return {
    ...states,
    ...own,
    ...createEndedJobs(ended),
    ...createProcessFacts(),
    isTracked({ uuid, marker }) {
      if (states.hasUuid(uuid) || states.hasGeneration(marker.generation)) return true;
      const { shown, generations } = others();
      return shown.has(uuid) || generations.has(marker.generation);
    },
    isKnownPurchase: (generation) => states.hasGeneration(generation) || purchases.has(generation),
    trackedUuid: (generation) => states.uuidOf(generation) ?? others().generations.get(generation),
    isAccountedFor(uuid) {
      if (claimed.has(uuid) || states.hasUuid(uuid)) return true;
      const theirs = others();
      return theirs.shown.has(uuid) || theirs.claimed.has(uuid);
    },
    isSharedInRun: (uuid, generation) =>
      states.isSharedBy(uuid, generation) ||
      [...(others().holders.get(uuid) ?? [])].some((holder) => holder !== generation),
    isHeldInOtherProcess: (uuid, generation) =>
      others().holders.get(uuid)?.has(generation) ?? false,
    releaseJob(uuid, generation) {
      if (generation === undefined) return;
      states.release(uuid, generation);
      if (claimed.get(uuid) === generation) claimed.delete(uuid);
      run.note({ kind: "released", uuid, generation });
    },
    recordDeleted(uuid) {
      deleted.add(uuid);
      run.note({ kind: "deleted", uuid });
    },
    purchasesInState() {
      const all: ReadonlySet<string | undefined> = new Set([...deleted, ...others().deleted]);
      return states.purchasesInState().filter(({ uuid }) => !all.has(uuid));
    },
    markLost(uuid) {
      ended.add(uuid);
      states.forget(uuid);
      run.note({ kind: "gone", uuid });
    },
  };
}

/** Which jobs live by the state, and which have ended. */
function createEndedJobs(
  ended: Set<string>,
): Pick<KnownJobs, "markEnded" | "endedOf" | "recordLiveJob" | "stateJobs"> {
  const endedOfOwner = new Map<string | undefined, string>();
  const live = new Map<string, StateJob>();
  return {
    markEnded(uuid, owner) {
      ended.add(uuid);
      endedOfOwner.set(owner, uuid);
    },
    endedOf: (owner) => endedOfOwner.get(owner),
    recordLiveJob: (job) => void live.set(job.uuid, job),
    stateJobs: () => [...live.values()].filter(({ uuid }) => !ended.has(uuid)),
  };
}

function createProcessFacts(): ProcessFacts {
  const checked = new Set<string>();
  const secretsOfJob = new Map<string, () => readonly string[]>();
  const named = new Set<string>();
  return {
    recordChecked: (owner) => void checked.add(owner),
    checkedOwners: () => [...checked],
    registerSecrets: (uuid, secrets) => void secretsOfJob.set(uuid, secrets),
    secretsFor: (uuid) => secretsOfJob.get(uuid)?.(),
    isFirstWarning(uuid) {
      const isFirst = !named.has(uuid);
      named.add(uuid);
      return isFirst;
    },
    markersDropped: false,
    stackName: undefined,
  };
}
