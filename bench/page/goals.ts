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

/** One variant's value, divided by another's. */
const ratio =
  (name: string, of: "dynamic" | "native", to: "baseline" | "handWritten") =>
  (figures: Figures): number | undefined => {
    const figure = figures(name);
    const [value, base] = [figure?.[of] ?? undefined, figure?.[to] ?? undefined];
    return value === undefined || base === undefined ? undefined : value / base;
  };

const value =
  (name: string, of: "dynamic" | "native") =>
  (figures: Figures): number | undefined =>
    figures(name)?.[of] ?? undefined;

/** The time of an `up` relative to that of the baseline and of the service, which shares the machine. */
const upOverBaseline =
  (of: "dynamic" | "native") =>
  (figures: Figures): number | undefined => {
    const up = figures(`up of ${LARGE}`);
    const service = figures(`up of ${LARGE}: processor time of the emulator`)?.[of];
    const [time, baseline] = [up?.[of], up?.baseline];
    if (typeof time !== "number" || typeof baseline !== "number" || typeof service !== "number") {
      return undefined;
    }
    return time / (baseline + service);
  };

/** What every job adds to each writing of the state, in both adapters. */
const WRITES_STATE = "the engine writes the whole state twice for each job: see `engine`";

/** What only the plugin asks the engine for. */
const READS_LIVE_JOBS =
  "the engine reads each live job before it plans, which finds dead ones: docs/plugin.md";
/** What only the dynamic provider runs in. */
const PULUMIS_HOST =
  "Pulumi's host takes most of it with a provider that does nothing: the baseline";

/** All goals. */
export const goals: readonly Goal[] = [
  ...(["dynamic", "native"] as const).flatMap((variant): Goal[] => [
    {
      what: `up of ${LARGE} relative to the baseline and the emulator's own time (${variant})`,
      atMost: 1.25,
      measured: upOverBaseline(variant),
      obstacle: WRITES_STATE,
    },
    {
      what: `up of ${LARGE} relative to hand-written (${variant})`,
      atMost: 0.4,
      measured: ratio(`up of ${LARGE}`, variant, "handWritten"),
      obstacle: WRITES_STATE,
    },
    {
      what: `requests per waiting job relative to hand-written (${variant})`,
      atMost: 0.1,
      measured: ratio(`${WAITING}: requests per job`, variant, "handWritten"),
    },
    {
      what: `requests a second of 100 waiting jobs (${variant})`,
      atMost: 2,
      measured: value(`${WAITING}: requests a second`, variant),
    },
    {
      what: `from RUNNING to knowing it, median of 100 jobs, in seconds (${variant})`,
      atMost: 1.5,
      measured: value(`${WAITING}: from RUNNING to knowing it, median`, variant),
    },
    {
      what: `preview of ${LARGE} that did not change, relative to the baseline (${variant})`,
      atMost: 1.15,
      measured: ratio(`preview of ${LARGE}`, variant, "baseline"),
      obstacle: variant === "native" ? READS_LIVE_JOBS : undefined,
    },
    {
      what: `requests of a refresh of ${LARGE} (${variant})`,
      atMost: 60,
      measured: value(`refresh of ${LARGE}: requests`, variant),
    },
    {
      what: `memory of the provider's process for ${LARGE}, in MiB (${variant})`,
      atMost: 200,
      measured: value(`memory of the provider's process for ${LARGE}`, variant),
      obstacle: variant === "dynamic" ? PULUMIS_HOST : undefined,
    },
    {
      what: `state of each of ${LARGE} relative to hand-written (${variant})`,
      atMost: 0.25,
      measured: ratio(`state of each of ${LARGE}`, variant, "handWritten"),
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
    obstacle: "an empty gRPC server in Node.js, the baseline of `start`, takes most of it",
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
