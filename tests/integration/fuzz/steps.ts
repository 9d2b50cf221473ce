// What happens in a scenario: what a person does, what the machine suffers, what the service does.
import fc from "fast-check";

import type { EndStatus, ScriptedFault } from "../../../emulator";
import { faults, lateFaults } from "./faults";
import type { Kill } from "./fate";
import { type Turn, turns } from "./knobs";

/** What the program asks of a resource. */
export interface Order {
  /** 0, 1: two different jobs. `stuck`: one that no node takes. `absent`: none. */
  readonly variant: 0 | 1 | "stuck" | "absent";
  /** A setting that changes nothing on the service. */
  readonly logTailLines: number;
  readonly replace: boolean;
  readonly deleteBeforeReplace: boolean;
}

/** What befalls an operation. */
export interface Mishap {
  readonly faults: readonly ScriptedFault[];
  readonly kill?: Kill | undefined;
  /** A happening of the service before the n-th request. */
  readonly meanwhile?: { readonly n: number; readonly event: Event } | undefined;
}

/** What the service or its people do to a job; `job`: which one, counted round. */
export type Event =
  | { readonly kind: "end"; readonly job: number; readonly status: EndStatus }
  | { readonly kind: "loseNode"; readonly job: number }
  | { readonly kind: "purge"; readonly job: number };

/** One step of a scenario. */
export type Step =
  | { readonly kind: "nothing" }
  | {
      readonly kind: "up";
      readonly orders: readonly [Order, Order, Order];
      readonly refresh: boolean;
      readonly mishap: Mishap;
    }
  | { readonly kind: "refresh" | "destroy"; readonly mishap: Mishap }
  | Event
  | { readonly kind: "pass"; readonly ms: number }
  | { readonly kind: "setClock"; readonly offsetMs: number }
  | { readonly kind: "lag"; readonly ms: number }
  | { readonly kind: "loseJournal" };

/** One scenario from its beginning. */
export interface Scenario {
  readonly seed: number;
  /** How many resources the stack has. */
  readonly size: number;
  readonly steps: readonly Step[];
  /** What the service is like. */
  readonly turns: readonly Turn[];
  /** Whether the first up after all of it is with `--refresh`. */
  readonly isRecoveredByRefresh: boolean;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const order: fc.Arbitrary<Order> = fc.record({
  variant: fc.oneof(
    { weight: 10, arbitrary: fc.constant(0 as const) },
    { weight: 6, arbitrary: fc.constant(1 as const) },
    { weight: 1, arbitrary: fc.constant("stuck" as const) },
    { weight: 1, arbitrary: fc.constant("absent" as const) },
  ),
  logTailLines: fc.constantFrom(20, 20, 20, 10),
  replace: fc.oneof(
    { weight: 6, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
  deleteBeforeReplace: fc.constantFrom(true, true, true, false),
});

const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({
    kind: fc.constant("end" as const),
    job: fc.nat(5),
    status: fc.constantFrom<EndStatus>("CANCELLED", "FAILED", "COMPLETED"),
  }),
  fc.record({ kind: fc.constant("loseNode" as const), job: fc.nat(5) }),
  fc.record({ kind: fc.constant("purge" as const), job: fc.nat(5) }),
);

const kill: fc.Arbitrary<Kill> = fc.record({
  victim: fc.constantFrom("engine" as const, "provider" as const, "both" as const),
  when: fc.constantFrom("answered" as const, "sending" as const, "done" as const),
  n: fc.oneof(
    { weight: 2, arbitrary: fc.integer({ min: 1, max: 4 }) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 25 }) },
  ),
  lingers: fc.boolean(),
});

const mishap: fc.Arbitrary<Mishap> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ faults: [] }) },
  { weight: 6, arbitrary: fc.record({ faults }) },
  { weight: 1, arbitrary: fc.record({ faults: lateFaults }) },
  { weight: 4, arbitrary: fc.record({ faults, kill }) },
  {
    weight: 1,
    arbitrary: fc.record({
      faults,
      meanwhile: fc.record({ n: fc.integer({ min: 1, max: 12 }), event }),
    }),
  },
);

/** Never drawn, only shrunk to. */
const nothing = { weight: 0, arbitrary: fc.constant<Step>({ kind: "nothing" }) };

const step: fc.Arbitrary<Step> = fc.oneof(
  { withCrossShrink: true },
  nothing,
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant("up" as const),
      orders: fc.tuple(order, order, order),
      refresh: fc.constantFrom(false, false, false, true),
      mishap,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("refresh" as const), mishap }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("destroy" as const), mishap }) },
  { weight: 4, arbitrary: event },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("pass" as const),
      ms: fc.constantFrom(1_000, MINUTE, 11 * MINUTE, HOUR, 30 * HOUR),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("setClock" as const),
      offsetMs: fc.constantFrom(0, 4 * MINUTE, -4 * MINUTE, HOUR, -HOUR, 3 * HOUR, -30 * HOUR),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("lag" as const),
      ms: fc.constantFrom(0, 5_000, 25_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      // Most journals are kept.
      kind: fc.constantFrom("nothing" as const, "nothing" as const, "loseJournal" as const),
    }),
  },
);

/** Lives of one to three resources and 8 to 30 steps. */
export const scenario: fc.Arbitrary<Scenario> = fc.record({
  seed: fc.noShrink(fc.nat()),
  size: fc.integer({ min: 1, max: 3 }),
  steps: fc.array(step, { minLength: 8, maxLength: 30, size: "max" }),
  turns,
  isRecoveredByRefresh: fc.boolean(),
});
