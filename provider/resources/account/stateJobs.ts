// What states have shown to this process: which jobs they have, and which resources have them.
import type { EngineRun } from "./engineRun";
import { isSameResource, type Holder } from "./holders";
import type { ShownJob } from "./journal";
import { addTo } from "./runNotes";
import { ownerText, type Marker } from "../job/marker";

/** A resource of the state, as far as it was shown. */
export interface TrackedResource {
  readonly generation: string | undefined;
  readonly uuid: string | undefined;
  readonly marker: Marker | undefined;
  /** Owner of the resource, without the namespace, where its outputs tell it. */
  readonly owner?: string | undefined;
}

/** The jobs of states, in the memory of one process. */
export interface StateJobs {
  /** Notes a resource of the state. */
  recordStateResource(resource: TrackedResource): void;
  /**
   * Notes a purchase that the engine's state has.
   *
   * @param holder generation of the resource that has it: a job that was taken over is marked with
   * the one it was bought for.
   */
  recordInState(marker: Marker, uuid: string | undefined, holder: string | undefined): void;
  /** The jobs that states were seen to have, and no delete has ended since. */
  purchasesInState(): readonly ShownJob[];
  /** Notes which resource has a job now, in the state or with the answer that is about to go out. */
  recordHeld(uuid: string, holder: Holder): void;
  /** Notes which resource has a generation now. */
  recordHolder(generation: string, holder: Holder): void;
  /**
   * Whether the state has, or had, a job for a resource.
   *
   * @param owner the resource as markers name it.
   * @param holder the same without the namespace: a job keeps the marker that it was bought with, which
   * may have an earlier name of the resource.
   */
  isTrackedBy(uuid: string, owner: string, holder: string | undefined): boolean;
  /**
   * Whether the state has, or had, a job for a resource.
   *
   * @param holder the resource's owner without the namespace.
   */
  isHeldBy(uuid: string, holder: string): boolean;
  /** Another resource that had the job before a state showed this process the one that is noted now. */
  earlierHolderOf(uuid: string): Holder | undefined;
  /** Whether a resource of another generation has the job in the state as well. */
  isSharedBy(uuid: string, generation: string | undefined): boolean;
}

/** The same, with what only the memory of the whole process asks. */
export interface StateJobsRecord extends StateJobs {
  hasUuid(uuid: string): boolean;
  hasGeneration(generation: string): boolean;
  uuidOf(generation: string): string | undefined;
  /** A resource leaves its job to the others that have it. */
  release(uuid: string, generation: string): void;
  /** The job is proven gone. */
  forget(uuid: string): void;
}

/** Creates an empty record. For `onHeld` see `createProcessJobs`. */
export function createStateJobs(
  run: Pick<EngineRun, "note">,
  onHeld: (uuid: string, holder: Holder) => Holder | undefined,
): StateJobsRecord {
  // Of what is not known, `undefined` is a key like any other: nobody asks for it.
  const uuidOfGeneration = new Map<string | undefined, string | undefined>();
  const ownerOfUuid = new Map<string, string | undefined>();
  /** Resources that had a job, without the namespace. */
  const holdersOfUuid = new Map<string, Set<string | undefined>>();
  const generationsOfUuid = new Map<string, Set<string>>();
  const shown = new Map<
    string | undefined,
    { readonly marker: Marker; uuid: string | undefined }
  >();
  const holderOfGeneration = new Map<string, Holder>();
  // A job that was taken over has another generation in its marker than its resource.
  const holderOfUuid = new Map<string | undefined, Holder>();
  const earlierHolders = new Map<string, Holder>();
  const isHeldBy = (uuid: string, holder: string | undefined): boolean =>
    holdersOfUuid.get(uuid)?.has(holder) === true;
  return {
    recordStateResource({ generation, uuid, marker, owner }) {
      const isNews =
        uuid === undefined ? !uuidOfGeneration.has(generation) : !ownerOfUuid.has(uuid);
      if (isNews) run.note({ kind: "shown", uuid, generation: marker?.generation ?? generation });
      for (const each of [generation, marker?.generation]) {
        uuidOfGeneration.set(each, uuid ?? uuidOfGeneration.get(each));
      }
      if (uuid === undefined) return;
      ownerOfUuid.set(uuid, marker && ownerText(marker));
      if (owner !== undefined) addTo(holdersOfUuid, uuid, owner);
    },
    recordInState(marker, uuid, holder) {
      shown.set(marker.generation, { marker, uuid: uuid ?? shown.get(marker.generation)?.uuid });
      if (uuid === undefined || holder === undefined) return;
      const isNews = generationsOfUuid.get(uuid)?.has(holder) !== true;
      if (isNews) run.note({ kind: "held", uuid, generation: holder });
      addTo(generationsOfUuid, uuid, holder);
    },
    purchasesInState: () =>
      [...shown.values()].map(({ marker, uuid }) => {
        const holder = holderOfUuid.get(uuid) ?? holderOfGeneration.get(marker.generation);
        return { marker, uuid, isCurrent: holder !== undefined, ...holder };
      }),
    recordHeld(uuid, holder) {
      // The diff of an import shows a job that no state has yet.
      const isImport = holder.isImport ?? holderOfUuid.get(uuid)?.isImport;
      const noted: Holder = { ...holder, isImport };
      holderOfUuid.set(uuid, noted);
      addTo(holdersOfUuid, uuid, holder.holder);
      const before = onHeld(uuid, noted);
      if (before !== undefined && !isSameResource(before, noted)) earlierHolders.set(uuid, before);
    },
    recordHolder: (generation, holder) => void holderOfGeneration.set(generation, holder),
    isTrackedBy: (uuid, owner, holder) => ownerOfUuid.get(uuid) === owner || isHeldBy(uuid, holder),
    isHeldBy,
    earlierHolderOf: (uuid) => earlierHolders.get(uuid),
    isSharedBy: (uuid, generation) =>
      [...(generationsOfUuid.get(uuid) ?? [])].some((holder) => holder !== generation),
    hasUuid: (uuid) => ownerOfUuid.has(uuid),
    hasGeneration: (generation) => uuidOfGeneration.has(generation),
    uuidOf: (generation) => uuidOfGeneration.get(generation),
    release: (uuid, generation) => void generationsOfUuid.get(uuid)?.delete(generation),
    forget(uuid) {
      ownerOfUuid.delete(uuid);
      holdersOfUuid.delete(uuid);
      generationsOfUuid.delete(uuid);
      for (const [generation, tracked] of uuidOfGeneration) {
        if (tracked !== uuid) continue;
        uuidOfGeneration.delete(generation);
        shown.delete(generation);
      }
    },
  };
}
