// What will become of a job: the emulator's speeds, overridden by the job's own environment, so
// that a user's program can play out any ending.
import * as z from "zod";
import { validationError } from "../../http/validationError";
import type { JobRequest } from "./jobRequest";

/** How fast the emulated network is, all in milliseconds. */
export interface Pace {
  /** From creation until a node takes the job. */
  readonly assignAfterMs: number;
  /** From there until the container runs, were its image on the node already. */
  readonly startAfterMs: number;
  /** What pulling the image adds. */
  readonly pullForMs: number;
  /** How long a BATCH container runs. */
  readonly runForMs: number;
}

/** The fate of one job; `null` means that it never happens by itself. */
export interface JobPlan {
  readonly assignAfterMs: number | null;
  readonly startAfterMs: number | null;
  readonly runForMs: number | null;
  readonly pullForMs: number;
  readonly exitCode: number;
  /** What the container prints; `null` for the emulator's own few lines. */
  readonly logs: string | null;
}

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, "must be a whole number")
    .transform(Number)
    .pipe(z.int().min(least).max(most));

const script = z.object({
  EMULATOR_ASSIGN: z.literal("never").optional(),
  EMULATOR_START: z.literal("never").optional(),
  EMULATOR_RUN_FOR_MS: wholeNumber(0, Number.MAX_SAFE_INTEGER).optional(),
  EMULATOR_EXIT_CODE: wholeNumber(0, 255).optional(),
  EMULATOR_LOGS: z.string().optional(),
});

const scriptInRequest = z.object({
  parameters: z.object({ parameters: z.object({ env: script.default({}) }) }),
});

/** Plans a job; throws a 422 when its `EMULATOR_…` variables make no sense. */
export function planJob(request: JobRequest, pace: Pace): JobPlan {
  const parsed = scriptInRequest.safeParse(request);
  if (!parsed.success) {
    throw validationError(parsed.error);
  }
  const { env } = parsed.data.parameters.parameters;
  return {
    assignAfterMs: env.EMULATOR_ASSIGN === "never" ? null : pace.assignAfterMs,
    startAfterMs: env.EMULATOR_START === "never" ? null : pace.startAfterMs,
    // A service ends by itself only where its environment says so: it then plays a crash.
    runForMs: env.EMULATOR_RUN_FOR_MS ?? (request.task === "BATCH" ? pace.runForMs : null),
    pullForMs: pace.pullForMs,
    exitCode: env.EMULATOR_EXIT_CODE ?? 0,
    logs: env.EMULATOR_LOGS ?? null,
  };
}
