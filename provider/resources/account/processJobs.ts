// What this process knows of jobs: those of resources that it was given, and those it bought. What
// the other processes of the same command know counts too.
import { aloneInRun, type EngineRun, type RunNote } from "./engineRun";
import type { Holder } from "./holders";
import type { ShownJob } from "./journal";
import { ownerText, type Marker } from "../job/marker";

/** A purchase of this process. */
export interface OwnPurchase {
  /** The job and the marker that it carries, as soon as they are known. */
  job: { readonly uuid: string; readonly marker: Marker } | undefined;
}

/** A resource of the state, as far as it was shown. */
export interface TrackedResource {
  readonly generation: string | undefined;
  readonly uuid: string | undefined;
  readonly marker: Marker | undefined;
}

/** A job of a resource of the state, as the state has it. */
export interface StateJob {
  readonly uuid: string;
  /** The service it lives at. */
  readonly origin: string | undefined;
  /** Name of the key that last read it. */
  readonly key: string | undefined;
  /** What it cost when it was last read, in US dollars an hour. */
  readonly rateUsd: number | undefined;
}

/** The memory of one process. All of it is lost with the process, and none of it is needed then. */
export interface ProcessJobs {
  /** Notes a resource of the state. */
  recordStateResource(resource: TrackedResource): void;
  /**
   * Notes a purchase that the engine's state has.
   *
   * @param holder generation of the resource that has it: a job that was taken over is marked with
   * the one it was bought for.
   */
  recordInState(marker: Marker, uuid: string | undefined, holder: string | undefined): void;
  /** The jobs that states were seen to have. */
  purchasesInState(): readonly ShownJob[];
  /** Notes that a check named this resource: it is in the program. */
  recordChecked(owner: string): void;
  /** The resources that checks named, by their owners without the namespace. */
  checkedOwners(): readonly string[];
  /** Notes which resource has a job now, in the state or with the answer that is about to go out. */
  recordHeld(uuid: string, holder: Holder): void;
  /** Notes which resource has a generation now. */
  recordHolder(generation: string, holder: Holder): void;
  /** Whether a job belongs to a resource of the state. */
  isTracked(job: { readonly uuid: string; readonly marker: Marker }): boolean;
  /** Whether a purchase is the state's, or was sent by this process. */
  isKnownPurchase(generation: string): boolean;
  /** The job that the state has for a generation, where the state was seen whole. */
  trackedUuid(generation: string): string | undefined;
  /** Whether the state has, or had, a job for this owner. */
  isTrackedBy(uuid: string, owner: string): boolean;
  /** Whether a resource of another generation has the job in the state as well. */
  isSharedBy(uuid: string, generation: string | undefined): boolean;
  /** Notes that the resource of a generation leaves its job to those that share it. */
  releaseJob(uuid: string, generation: string | undefined): void;
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
  /**
   * Notes that a job is over.
   *
   * @param owner of the resource that it was, if it was one.
   */
  markEnded(uuid: string, owner?: string): void;
  /** The job of this resource that this process has ended, if it has. */
  endedOf(owner: string): string | undefined;
  /** Whether it is known whose a job is: this process's, or a state's. */
  isAccountedFor(uuid: string): boolean;
  /** Notes a job that lives by the state, of a resource that this stack owns. */
  recordLiveJob(job: StateJob): void;
  /** The jobs that live by the state, and have not ended since as far as is known. */
  stateJobs(): readonly StateJob[];
  /** Notes that a job is proven gone: it is no longer the state's, and does not live. */
  markLost(uuid: string): void;
  /** Jobs of this process that have not ended as far as is known. */
  liveUuids(): readonly string[];
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

/**
 * An empty memory.
 *
 * @param run the other processes of the same command of the engine.
 * @param onHeld called at once with the resource that has a job.
 */
export function createProcessJobs(
  run: EngineRun = aloneInRun,
  onHeld: (uuid: string, holder: Holder) => void = () => undefined,
): ProcessJobs {
  const uuidOfGeneration = new Map<string, string | undefined>();
  const ownerOfUuid = new Map<string, string | undefined>();
  const holdersOfUuid = new Map<string, Set<string>>();
  const shown = new Map<string, { readonly marker: Marker; uuid: string | undefined }>();
  /** By generation. */
  const holders = new Map<string, Holder>();
  /** By uuid: a job that was taken over has another generation in its marker than its resource. */
  const held = new Map<string, Holder>();
  const checked = new Set<string>();
  const purchases = new Map<string, OwnPurchase>();
  const taken = new Map<string, string>();
  const ended = new Set<string>();
  const endedOfOwner = new Map<string, string>();
  const owned = new Map<string, StateJob>();
  const confided = new Map<string, () => readonly string[]>();
  const named = new Set<string>();
  const others = (): OthersNotes => sumUp(run.others());
  return {
    markersDropped: false,
    stackName: undefined,
    isFirstWarning(uuid) {
      const isFirst = !named.has(uuid);
      named.add(uuid);
      return isFirst;
    },
    recordStateResource({ generation, uuid, marker }) {
      const isNews =
        uuid === undefined ? !uuidOfGeneration.has(generation ?? "") : !ownerOfUuid.has(uuid);
      if (isNews) run.note({ kind: "shown", uuid, generation: marker?.generation ?? generation });
      for (const each of [generation, marker?.generation]) {
        if (each !== undefined) uuidOfGeneration.set(each, uuid ?? uuidOfGeneration.get(each));
      }
      if (uuid !== undefined) ownerOfUuid.set(uuid, marker && ownerText(marker));
    },
    recordInState(marker, uuid, holder) {
      shown.set(marker.generation, { marker, uuid: uuid ?? shown.get(marker.generation)?.uuid });
      if (uuid === undefined || holder === undefined) return;
      holdersOfUuid.set(uuid, (holdersOfUuid.get(uuid) ?? new Set()).add(holder));
    },
    purchasesInState: () =>
      [...shown.values()].map(({ marker, uuid }) => {
        const holder = held.get(uuid ?? "") ?? holders.get(marker.generation);
        return { marker, uuid, isCurrent: holder !== undefined, ...holder };
      }),
    recordChecked: (owner) => void checked.add(owner),
    checkedOwners: () => [...checked],
    recordHeld(uuid, holder) {
      // The diff of an import shows a job that no state has yet.
      const isImport = holder.isImport === true || held.get(uuid)?.isImport === true;
      const noted: Holder = isImport ? { ...holder, isImport } : holder;
      held.set(uuid, noted);
      onHeld(uuid, noted);
    },
    recordHolder: (generation, holder) => void holders.set(generation, holder),
    isTracked({ uuid, marker }) {
      if (ownerOfUuid.has(uuid) || uuidOfGeneration.has(marker.generation)) return true;
      const { shown: uuids, generations } = others();
      return uuids.has(uuid) || generations.has(marker.generation);
    },
    isKnownPurchase: (generation) => uuidOfGeneration.has(generation) || purchases.has(generation),
    trackedUuid: (generation) =>
      uuidOfGeneration.get(generation) ?? others().generations.get(generation),
    isTrackedBy: (uuid, owner) => ownerOfUuid.get(uuid) === owner,
    isSharedBy: (uuid, generation) =>
      [...(holdersOfUuid.get(uuid) ?? [])].some((holder) => holder !== generation),
    releaseJob(uuid, generation) {
      if (generation !== undefined) holdersOfUuid.get(uuid)?.delete(generation);
      if (taken.get(uuid) === generation) taken.delete(uuid);
    },
    recordPurchase(generation) {
      const purchase = purchases.get(generation) ?? { job: undefined };
      purchases.set(generation, purchase);
      return purchase;
    },
    purchaseOf: (generation) => purchases.get(generation),
    forgetPurchase: (generation) => void purchases.delete(generation),
    claim(uuid, generation) {
      taken.set(uuid, generation);
      run.note({ kind: "claimed", uuid, generation });
    },
    claimedBy: (uuid) => taken.get(uuid) ?? others().claimed.get(uuid),
    markEnded(uuid, owner) {
      ended.add(uuid);
      if (owner !== undefined) endedOfOwner.set(owner, uuid);
    },
    endedOf: (owner) => endedOfOwner.get(owner),
    isAccountedFor(uuid) {
      if (taken.has(uuid) || ownerOfUuid.has(uuid)) return true;
      const { shown: uuids, claimed } = others();
      return uuids.has(uuid) || claimed.has(uuid);
    },
    recordLiveJob: (job) => void owned.set(job.uuid, job),
    stateJobs: () => [...owned.values()].filter(({ uuid }) => !ended.has(uuid)),
    markLost(uuid) {
      ended.add(uuid);
      ownerOfUuid.delete(uuid);
      holdersOfUuid.delete(uuid);
      run.note({ kind: "gone", uuid });
      for (const [generation, tracked] of uuidOfGeneration) {
        if (tracked !== uuid) continue;
        uuidOfGeneration.delete(generation);
        shown.delete(generation);
      }
    },
    liveUuids: () => [...taken.keys()].filter((uuid) => !ended.has(uuid)),
    registerSecrets: (uuid, secrets) => void confided.set(uuid, secrets),
    secretsFor: (uuid) => confided.get(uuid)?.(),
  };
}

/** What the other processes of the run know. */
interface OthersNotes {
  /** Jobs that a state has shown to one of them, unless it was proven gone since. */
  readonly shown: ReadonlySet<string>;
  readonly generations: ReadonlyMap<string, string | undefined>;
  /** Generations by the jobs that were bought or adopted for them. */
  readonly claimed: ReadonlyMap<string, string>;
}

function sumUp(notes: readonly RunNote[]): OthersNotes {
  const shown = new Set<string>();
  const generations = new Map<string, string | undefined>();
  const claimed = new Map<string, string>();
  for (const note of notes) {
    switch (note.kind) {
      case "shown":
        if (note.uuid !== undefined) shown.add(note.uuid);
        if (note.generation !== undefined) generations.set(note.generation, note.uuid);
        break;
      case "gone":
        shown.delete(note.uuid);
        for (const [generation, uuid] of generations) {
          if (uuid === note.uuid) generations.delete(generation);
        }
        break;
      case "claimed":
        claimed.set(note.uuid, note.generation);
        break;
    }
  }
  return { shown, generations, claimed };
}
