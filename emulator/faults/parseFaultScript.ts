// Checks a fault script. A fault that never strikes makes a test pass that should fail, so nothing
// misspelt gets through.
import * as z from "zod";
import { complaintsOf } from "../http/validationError";
import type { CheckedFault, ScriptedFault, ScriptPhase } from "./fault";
import { FaultScriptError } from "./faultScriptError";
import { headersForm } from "./headersForm";
import { settingsChangesForm } from "../knobs/settingsForm";

const allPhases = ["before-commit", "before-read", "before-headers", "mid-body"] as const;
const beforeAnswering = ["before-commit", "before-read", "before-headers"] as const;
const beforeWork = ["before-commit"] as const;
const onAnswers = ["before-headers"] as const;
const whileAnswering = ["before-headers", "mid-body"] as const;

const turn = z.int().min(1);
const range = z.tuple([turn, turn]).refine(([from, to]) => from <= to);
const occurrence = z
  .union([turn, range, z.literal("every")], {
    error: 'must be a number from 1, [from, to] or "every"',
  })
  .default(1);

/** When an entry strikes; the first of its action's phases is the default. */
const timing = <P extends ScriptPhase>(phases: readonly [P, ...P[]]) => ({
  route: z.string(),
  occurrence,
  phase: z
    .enum(phases, { error: `must be one of ${phases.join(", ")} for this action` })
    .default(phases[0] as never),
});

const count = z.int().min(0);
const status = z.int().min(200).max(599);
const refusal = {
  status: z.int().min(400).max(599).optional(),
  form: z.enum(["api", "html", "foreign-json", "problem-json", "empty"]).optional(),
  code: z.string().optional(),
};
const entry = z.discriminatedUnion(
  "action",
  [
    z.strictObject({ ...timing(allPhases), action: z.literal("reset") }),
    z.strictObject({ ...timing(allPhases), action: z.literal("close") }),
    z.strictObject({ ...timing(allPhases), action: z.literal("hang") }),
    z.strictObject({ ...timing(allPhases), action: z.literal("delay"), ms: count }),
    z.strictObject({
      ...timing(whileAnswering),
      action: z.literal("drip"),
      bytesPerSecond: z.int().min(1),
    }),
    z.strictObject({
      ...timing(beforeAnswering),
      action: z.literal("status"),
      status: status.optional(),
      headers: headersForm.optional(),
      body: z.string().optional(),
    }),
    z.strictObject({ ...timing(beforeAnswering), action: z.literal("refuse"), ...refusal }),
    z.strictObject({
      ...timing(beforeWork),
      action: z.literal("defer"),
      ms: count,
      then: z.union([z.enum(["reset", "close", "hang"]), z.strictObject(refusal)]).optional(),
    }),
    z.strictObject({
      ...timing(beforeAnswering),
      action: z.literal("set"),
      settings: settingsChangesForm,
    }),
    z.strictObject({ ...timing(onAnswers), action: z.literal("truncate"), bytes: count }),
    z.strictObject({ ...timing(allPhases), action: z.literal("garbage") }),
    z.strictObject({
      ...timing(beforeAnswering),
      action: z.literal("redirect"),
      location: z.string(),
      status: z.literal([301, 302, 303, 307, 308]).optional(),
    }),
    z.strictObject({ ...timing(onAnswers), action: z.literal("lie"), json: z.json() }),
  ],
  {
    error:
      "must be one of reset, close, hang, delay, drip, status, refuse, defer, set, truncate, garbage, redirect, lie",
  },
);

/** Checks a whole script; throws a {@link FaultScriptError}. */
export function parseFaultScript(script: unknown, knownRoutes: readonly string[]): CheckedFault[] {
  const known = z.enum(knownRoutes, { error: `must be one of ${knownRoutes.join(", ")}` });
  const routed = entry.superRefine(({ route }, context) => {
    for (const { message } of known.safeParse(route).error?.issues ?? []) {
      context.addIssue({ code: "custom", path: ["route"], message });
    }
  });
  const parsed = z.array(routed, { error: "must be a list" }).safeParse(script);
  if (!parsed.success) {
    throw new FaultScriptError(complaintsOf(parsed.error));
  }
  return parsed.data;
}

/** Checks one entry that the emulator itself put together. */
export function parseFault(fault: ScriptedFault, knownRoutes: readonly string[]): CheckedFault {
  const [checked] = parseFaultScript([fault], knownRoutes);
  if (checked === undefined) {
    throw new FaultScriptError([{ path: [], message: "is empty" }]);
  }
  return checked;
}
