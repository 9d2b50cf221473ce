// What this process knows of jobs: those of resources it was told about, and those it bought.
import { ownerText, type Marker } from "./marker";

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
export interface OwnJobs {
  /** Notes a resource of the state. */
  track(resource: TrackedResource): void;
  /**
   * Notes a purchase that the engine's state has.
   *
   * @param holder generation of the resource that has it: a job that was taken over is marked with
   * the one it was bought for.
   */
  show(marker: Marker, uuid: string | undefined, holder: string | undefined): void;
  /** The purchases that the engine's state was seen to have. */
  shown(): readonly Marker[];
  /** Whether a job belongs to a resource of the state. */
  isTracked(job: { readonly uuid: string; readonly marker: Marker }): boolean;
  /** Whether a purchase is the state's, or was sent by this process. */
  knows(generation: string): boolean;
  /** The job that the state has for a generation, where the state was seen whole. */
  trackedUuid(generation: string): string | undefined;
  /** Whether the state has, or had, a job for this owner. */
  isTrackedBy(uuid: string, owner: string): boolean;
  /** Whether a resource of another generation has the job in the state as well. */
  isSharedBy(uuid: string, generation: string | undefined): boolean;
  /** Notes that the resource of a generation leaves its job to those that share it. */
  leave(uuid: string, generation: string | undefined): void;
  /** Notes that a purchase is about to be sent. */
  post(generation: string): OwnPurchase;
  /** The purchase of a generation, if this process sent it. */
  purchaseOf(generation: string): OwnPurchase | undefined;
  /** Notes that a purchase was refused. */
  forget(generation: string): void;
  /** Notes which generation a job was bought or adopted for. */
  take(uuid: string, generation: string): void;
  /** The generation that a job was bought or adopted for, if this process did it. */
  takenFor(uuid: string): string | undefined;
  /** Notes a job that lives by the state, of a resource that this stack owns. */
  own(job: StateJob): void;
  /** The jobs that live by the state, and have not ended since as far as is known. */
  stateJobs(): readonly StateJob[];
  /** Notes that a job is over. */
  end(uuid: string): void;
  /** Notes that a job is proven gone: it is no longer the state's, and does not live. */
  lose(uuid: string): void;
  /** Jobs of this process that have not ended as far as is known. */
  alive(): readonly string[];
  /** Notes what no message may repeat of a job, whichever resource it is about. */
  confide(uuid: string, secrets: () => readonly string[]): void;
  /** What no message may repeat of a job; `undefined` for one that this process was not told of. */
  secretsOf(uuid: string): readonly string[] | undefined;
  /** Whether the service drops our markers; once seen, it stays so. */
  correlationLost: boolean;
}

/** An empty memory. */
export function createOwnJobs(): OwnJobs {
  const uuidOfGeneration = new Map<string, string | undefined>();
  const ownerOfUuid = new Map<string, string | undefined>();
  const holdersOfUuid = new Map<string, Set<string>>();
  const shown = new Map<string, Marker>();
  const purchases = new Map<string, OwnPurchase>();
  const taken = new Map<string, string>();
  const ended = new Set<string>();
  const owned = new Map<string, StateJob>();
  const confided = new Map<string, () => readonly string[]>();
  return {
    correlationLost: false,
    track({ generation, uuid, marker }) {
      for (const each of [generation, marker?.generation]) {
        if (each !== undefined) uuidOfGeneration.set(each, uuid ?? uuidOfGeneration.get(each));
      }
      if (uuid !== undefined) ownerOfUuid.set(uuid, marker && ownerText(marker));
    },
    show(marker, uuid, holder) {
      shown.set(marker.generation, marker);
      if (uuid === undefined || holder === undefined) return;
      holdersOfUuid.set(uuid, (holdersOfUuid.get(uuid) ?? new Set()).add(holder));
    },
    shown: () => [...shown.values()],
    isTracked: ({ uuid, marker }) =>
      ownerOfUuid.has(uuid) || uuidOfGeneration.has(marker.generation),
    knows: (generation) => uuidOfGeneration.has(generation) || purchases.has(generation),
    trackedUuid: (generation) => uuidOfGeneration.get(generation),
    isTrackedBy: (uuid, owner) => ownerOfUuid.get(uuid) === owner,
    isSharedBy: (uuid, generation) =>
      [...(holdersOfUuid.get(uuid) ?? [])].some((holder) => holder !== generation),
    leave(uuid, generation) {
      if (generation !== undefined) holdersOfUuid.get(uuid)?.delete(generation);
      if (taken.get(uuid) === generation) taken.delete(uuid);
    },
    post(generation) {
      const purchase = purchases.get(generation) ?? { job: undefined };
      purchases.set(generation, purchase);
      return purchase;
    },
    purchaseOf: (generation) => purchases.get(generation),
    forget: (generation) => void purchases.delete(generation),
    take: (uuid, generation) => void taken.set(uuid, generation),
    takenFor: (uuid) => taken.get(uuid),
    own: (job) => void owned.set(job.uuid, job),
    stateJobs: () => [...owned.values()].filter(({ uuid }) => !ended.has(uuid)),
    end: (uuid) => void ended.add(uuid),
    lose(uuid) {
      ended.add(uuid);
      ownerOfUuid.delete(uuid);
      holdersOfUuid.delete(uuid);
      for (const [generation, tracked] of uuidOfGeneration) {
        if (tracked !== uuid) continue;
        uuidOfGeneration.delete(generation);
        shown.delete(generation);
      }
    },
    alive: () => [...taken.keys()].filter((uuid) => !ended.has(uuid)),
    confide: (uuid, secrets) => void confided.set(uuid, secrets),
    secretsOf: (uuid) => confided.get(uuid)?.(),
  };
}
