// The traits of the service in a scenario: legal, and unkind.
import fc from "fast-check";

import type { Settings, SettingsChanges } from "../../../emulator";

/** Knobs that are turned before a step, and back so many steps later. */
export interface Turn {
  readonly knobs: SettingsChanges;
  readonly from: number;
  /** `undefined`: for good. */
  readonly steps: number | undefined;
}

const MINUTE = 60_000;

/** A status that no client knows; an unkind service shows it in place of others. */
export const UNKNOWN_STATUS = "MIGRATING";

/** What may last for ever, and a person lives with. */
const traits: readonly SettingsChanges[] = [
  { listOrder: "oldest-first" },
  { listOrder: "insertion" },
  { listOrder: "shuffled" },
  { listFilters: "ignored" },
  { listFilters: { uuid: "refused", status: "refused" } },
  { listFilters: "first-value" },
  { listFilters: "one-value" },
  { pageSizeMost: 1 },
  { pageSizeMost: 3 },
  { toldTotal: "missing" },
  { toldTotal: "of-page" },
  { toldTotal: { plus: 2 } },
  { toldTotal: { plus: -1 } },
  { toldTotal: { plusPerPage: 1 } },
  { toldPage: "missing" },
  { toldPage: { plusPerPage: 1 } },
  { toldLimit: "asked", pageSizeMost: 2 },
  { pageShift: 1, pageSizeMost: 3 },
  { pageShift: -1, pageSizeMost: 3 },
  { descriptionLimit: 20 },
  { descriptionLimit: 48 },
  { descriptionLimit: { list: 30 } },
  { descriptionForm: "trimmed" },
  { descriptionForm: "one-line" },
  { descriptionForm: "null" },
  { descriptionForm: "missing" },
  { descriptionForm: { create: "null" } },
  { descriptionForm: { list: "missing" } },
  { descriptionForm: { read: "missing" } },
  { retentionMs: 0 },
  { retentionMs: 30 * MINUTE },
  { clockOffsetMs: 4 * MINUTE },
  { clockOffsetMs: -4 * MINUTE },
  { timeForm: "seconds" },
  { timeForm: "day" },
  { timeForm: "+02:00" },
  { numbersAsText: "prices" },
  { numbersAsText: "all" },
  { statusCase: "lower" },
  { statusCase: "mixed" },
  { envelope: "data" },
  { createStatus: 200 },
  { createStatus: 202 },
  { maskSecrets: true },
  { listLagMs: 20_000 },
  { listLagMs: 50_000 },
  { readLagMs: 20_000 },
  { readLagMs: 90_000 },
];

/** Temporary behaviour that no user could accept for good. */
const spells: readonly SettingsChanges[] = [
  { hiddenFromLists: {} },
  { hiddenFromLists: { newest: 1 } },
  { hiddenFromLists: { newest: 2, forMs: 20_000 } },
  { hiddenFromReads: {} },
  { hiddenFromReads: { newest: 1 } },
  { hiddenFromReads: { newest: 1, forMs: 90_000 } },
  { unknownStatus: { status: UNKNOWN_STATUS, forMs: 30_000 } },
  { unknownStatus: { status: UNKNOWN_STATUS, insteadOf: ["ASSIGNED"] } },
  { unknownStatus: { status: UNKNOWN_STATUS } },
  // A job that waits for its delete keeps its title from the next one.
  { uniqueTitles: 200 },
  { uniqueTitles: 201 },
  { uniqueTitles: 409 },
  { cancelAfterMs: MINUTE },
  { cancelAfterMs: 11 * MINUTE },
  { rateLimit: { requestsPerSecond: 1, burst: 2 } },
];

const from = fc.nat(20);
const spell = fc.integer({ min: 1, max: 8 });

const turn: fc.Arbitrary<Turn> = fc.oneof(
  fc.record({
    knobs: fc.constantFrom(...traits),
    from: fc.constant(0),
    steps: fc.constant(undefined),
  }),
  fc.record({ knobs: fc.constantFrom(...traits), from, steps: spell }),
  fc.record({ knobs: fc.constantFrom(...spells), from, steps: spell }),
);

/** Up to three turns; in a third of all lives none. */
export const turns: fc.Arbitrary<readonly Turn[]> = fc.oneof(
  { weight: 1, arbitrary: fc.constant([]) },
  { weight: 2, arbitrary: fc.array(turn, { minLength: 1, maxLength: 3 }) },
);

/** Whether lists show markers unchanged: without them no job is recognised on a list. */
export function listsMarkers({ descriptionForm, descriptionLimit }: SettingsChanges): boolean {
  const form = typeof descriptionForm === "object" ? descriptionForm.list : descriptionForm;
  const limit = typeof descriptionLimit === "object" ? descriptionLimit?.list : descriptionLimit;
  const isWhole = form !== "null" && form !== "missing";
  return isWhole && (limit === undefined || limit === null);
}

/** Whether lists hide a job for longer than it is searched for after a lost response. */
export function hidesForLong({ hiddenFromLists, listLagMs = 0 }: SettingsChanges): boolean {
  const hidden = hiddenFromLists ?? undefined;
  const hiddenForMs = hidden === undefined ? 0 : (hidden.forMs ?? Infinity);
  return Math.max(hiddenForMs, listLagMs) > MAX_POLL_MS;
}

/** Whether two jobs of one request may never be seen as such. */
export function isBlinding(knobs: SettingsChanges): boolean {
  return hidesForLong(knobs) || !listsMarkers(knobs);
}

/** After this a request is sent once more. */
const MAX_POLL_MS = 34_000;

/** The knobs at a step; at the end those that are turned for good. */
export function knobsAt(kind: Settings, all: readonly Turn[], step: number | "end"): Settings {
  const turned = all.filter(({ from: first, steps }) =>
    step === "end" ? steps === undefined : step >= first && step < first + (steps ?? Infinity),
  );
  const knobs = Object.assign({}, kind, ...turned.map((each) => each.knobs)) as Settings;
  // A job that neither reads nor lists show cannot be known to live.
  return hidesForLong(knobs) ? { ...knobs, hiddenFromReads: null, readLagMs: 0 } : knobs;
}
