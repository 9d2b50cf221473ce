// What the figures have to be, and what they are.
import type { Figure } from "../figures";

/** The figures by their names. */
export type Figures = (name: string) => Figure | undefined;

/** A goal. `measured` is undefined where a figure is missing. */
export interface Goal {
  readonly what: string;
  readonly atMost: number;
  readonly measured: (figures: Figures) => number | undefined;
  /** What is in the way where it is missed. */
  readonly obstacle?: string | undefined;
}

/** How figures name the largest stack, and the wait. */
export const LARGE = "1,000 jobs";
export const WAITING = "wait for 100 jobs that start after 62.5 s";

/** One door's value, divided by another's. */
const ratio =
  (name: string, of: "dynamic" | "native", to: "floor" | "byHand") =>
  (figures: Figures): number | undefined => {
    const figure = figures(name);
    const [value, base] = [figure?.[of] ?? undefined, figure?.[to] ?? undefined];
    return value === undefined || base === undefined ? undefined : value / base;
  };

const value =
  (name: string, of: "dynamic" | "native") =>
  (figures: Figures): number | undefined =>
    figures(name)?.[of] ?? undefined;

/** The time of an `up` over that of the floor and of the service, which shares the machine. */
const upOverFloor =
  (of: "dynamic" | "native") =>
  (figures: Figures): number | undefined => {
    const up = figures(`up of ${LARGE}`);
    const service = figures(`up of ${LARGE}: processor time of the emulator`)?.[of];
    const [time, floor] = [up?.[of], up?.floor];
    if (typeof time !== "number" || typeof floor !== "number" || typeof service !== "number") {
      return undefined;
    }
    return time / (floor + service);
  };

/** What every job adds to each writing of the state, at both doors. */
const WRITES_STATE = "the engine writes the whole state twice for each job: see `engine`";

/** What only the plugin asks the engine for. */
const READS_LIVE_JOBS =
  "the engine reads each live job before it plans, which finds dead ones: docs/plugin.md";
/** What only the dynamic provider runs in. */
const PULUMIS_HOST = "Pulumi's host takes most of it with a provider that does nothing: the floor";

/** All goals. */
export const goals: readonly Goal[] = [
  ...(["dynamic", "native"] as const).flatMap((door): Goal[] => [
    {
      what: `up of ${LARGE} over the floor and the emulator's own time (${door})`,
      atMost: 1.25,
      measured: upOverFloor(door),
      obstacle: WRITES_STATE,
    },
    {
      what: `up of ${LARGE} over by hand (${door})`,
      atMost: 0.4,
      measured: ratio(`up of ${LARGE}`, door, "byHand"),
      obstacle: WRITES_STATE,
    },
    {
      what: `requests per waiting job over by hand (${door})`,
      atMost: 0.1,
      measured: ratio(`${WAITING}: requests per job`, door, "byHand"),
    },
    {
      what: `requests a second of 100 waiting jobs (${door})`,
      atMost: 2,
      measured: value(`${WAITING}: requests a second`, door),
    },
    {
      what: `from RUNNING to knowing it, median of 100 jobs, in seconds (${door})`,
      atMost: 1.5,
      measured: value(`${WAITING}: from RUNNING to knowing it, median`, door),
    },
    {
      what: `preview of ${LARGE} that did not change, over the floor (${door})`,
      atMost: 1.15,
      measured: ratio(`preview of ${LARGE}`, door, "floor"),
      obstacle: door === "native" ? READS_LIVE_JOBS : undefined,
    },
    {
      what: `requests of a refresh of ${LARGE} (${door})`,
      atMost: 60,
      measured: value(`refresh of ${LARGE}: requests`, door),
    },
    {
      what: `memory of the provider's process for ${LARGE}, in MiB (${door})`,
      atMost: 200,
      measured: value(`memory of the provider's process for ${LARGE}`, door),
      obstacle: door === "dynamic" ? PULUMIS_HOST : undefined,
    },
    {
      what: `state of each of ${LARGE} over by hand (${door})`,
      atMost: 0.25,
      measured: ratio(`state of each of ${LARGE}`, door, "byHand"),
    },
  ]),
  {
    what: `requests of a preview of ${LARGE} that did not change (dynamic)`,
    atMost: 0,
    measured: value(`preview of ${LARGE}: requests`, "dynamic"),
  },
  {
    what: "start of the plugin to its first answer, in ms",
    atMost: 100,
    measured: value("start to first answer", "native"),
    obstacle: "an empty gRPC server in Node.js, the floor of `start`, takes most of it",
  },
  {
    what: "memory of the plugin at its first answer, in MiB",
    atMost: 60,
    measured: value("memory at first answer", "native"),
  },
  {
    what: "what this package adds to the start of the dynamic host, in ms",
    atMost: 50,
    measured: value("what this package adds to the start of the dynamic host", "dynamic"),
  },
];
