// After an answer that says nothing: is the job there? Looks for its marker until that is known.
import { isDispersedError, messageOf } from "../api/errors";
import type { ResourceEffects } from "./definition";
import type { BoardLook, JobBoard, MarkedJob } from "./jobBoard";
import type { Marker } from "./marker";
import { isSameMarker } from "./purchase";

/** What looking for a purchase came to. */
export type Reconciliation =
  { readonly kind: "found"; readonly jobs: readonly [MarkedJob, ...MarkedJob[]] } | Absence;

/** What looks that found nothing say. */
export type Absence =
  /** Proven: no job was made, and none is on its way. */
  | { readonly kind: "absent" }
  /** Nobody can tell yet. */
  | { readonly kind: "unknown"; readonly why: string };

/** What a search needs. */
interface SearchEffects extends Pick<ResourceEffects, "clock" | "signal"> {
  /** Only listings that began after the request tell something of it. */
  readonly board: Pick<JobBoard, "look">;
}

/** When to look, in milliseconds after the answer was lost. */
const LOOKS_AT_MS = [0, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
/** So many listings without it, the last one at the end, prove that it is not there. */
const PROOF = 3;
/** A clock of the server's that is that much behind ours still shows the job as new. */
export const LOOK_MARGIN_MS = 3_600_000;

/** Looks for the job of a purchase that was sent at `postedAtMs`, Unix time. */
export async function reconcile(
  effects: SearchEffects,
  marker: Marker,
  postedAtMs: number,
): Promise<Reconciliation> {
  const { clock, signal } = effects;
  const startMs = clock.monotonicMs();
  const looks: Absence[] = [];
  for (const atMs of LOOKS_AT_MS) {
    const pauseMs = startMs + atMs - clock.monotonicMs();
    if (pauseMs > 0) await clock.sleep(pauseMs, signal);
    const look = await lookFor(effects, marker, postedAtMs);
    if (look.kind === "found") return look;
    looks.push(look);
  }
  return judgeAbsence(looks);
}

/** One look for the job of a purchase. */
export async function lookFor(
  { board }: Pick<SearchEffects, "board">,
  marker: Marker,
  postedAtMs: number,
): Promise<Reconciliation> {
  let look: BoardLook;
  try {
    look = await board.look(postedAtMs - LOOK_MARGIN_MS);
  } catch (error) {
    return { kind: "unknown", why: whyNoList(error) };
  }
  const [first, ...rest] = look.jobs.filter((job) => isSameMarker(job.marker, marker));
  if (first !== undefined) return { kind: "found", jobs: [first, ...rest] };
  if (look.complete) return { kind: "absent" };
  return { kind: "unknown", why: "the list of jobs was not complete" };
}

/** Absent when the last look and enough others say so. */
export function judgeAbsence(looks: readonly Absence[]): Absence {
  const absences = looks.filter(({ kind }) => kind === "absent").length;
  const last = looks.at(-1);
  if (last === undefined) return { kind: "unknown", why: "nobody looked" };
  if (absences >= PROOF) return last;
  return (
    looks.findLast(({ kind }) => kind === "unknown") ?? {
      kind: "unknown",
      why: "there were too few looks",
    }
  );
}

function whyNoList(error: unknown): string {
  const isForbidden = isDispersedError(error) && (error.status === 401 || error.status === 403);
  const hint = isForbidden ? " The key needs the permission to list jobs." : "";
  return `the jobs cannot be listed: ${messageOf(error)}${hint}`;
}
