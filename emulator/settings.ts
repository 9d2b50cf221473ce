// What can be turned while an emulator runs. Most of it plays one thing the documentation leaves open.
import * as z from "zod";
import { validationError } from "./http/validationError";

/** How many requests an account may make. */
export interface RateLimit {
  readonly requestsPerSecond: number;
  /** How many at once after a pause. */
  readonly burst: number;
}

/** The knobs of an emulator. */
export interface Settings {
  /** How far the server's clock is ahead of its jobs' time, in milliseconds. Default 0. */
  readonly clockOffsetMs: number;
  /** How long a new job and its runs are missing from lists, in milliseconds. Default 0. */
  readonly listLagMs: number;
  /** How many items seem to arrive on top of a list from one page to the next. Default 0. */
  readonly pageShift: number;
  /** More requests than this are answered 429 with Retry-After. Default `null`: no limit. */
  readonly rateLimit: RateLimit | null;
  /** How a single resource is answered: as it is, or inside `{"data": …}`. Default `bare`. */
  readonly envelope: "bare" | "data";
  /** What a create and a cook request are answered with. Default 201. */
  readonly createStatus: 200 | 201 | 202;
  /** How long the API shows a job that has ended, in milliseconds. Default `null`: for ever. */
  readonly retentionMs: number | null;
  /** From a cancel request until the job is cancelled, in milliseconds. Default 300. */
  readonly cancelAfterMs: number;
  /** Whether registry secrets are answered as `***`. Default false. */
  readonly maskSecrets: boolean;
  /** Descriptions are answered cut to so many characters. Default `null`: whole. */
  readonly descriptionLimit: number | null;
}

/** The settings as they are at the moment. */
export interface SettingsKeeper {
  current(): Settings;
  /** Changes what is named and leaves the rest; throws a 422 and then changes nothing. */
  change(changes: SettingsChanges): void;
}

/** Some of the knobs. */
export type SettingsChanges = { readonly [K in keyof Settings]?: Settings[K] | undefined };

const count = z.int().min(0);
const form = z.strictObject({
  clockOffsetMs: z.int().default(0),
  listLagMs: count.default(0),
  pageShift: count.default(0),
  rateLimit: z
    .strictObject({ requestsPerSecond: z.number().positive(), burst: z.int().min(1) })
    .nullable()
    .default(null),
  envelope: z.enum(["bare", "data"]).default("bare"),
  createStatus: z.literal([200, 201, 202]).default(201),
  retentionMs: count.nullable().default(null),
  cancelAfterMs: count.default(300),
  maskSecrets: z.boolean().default(false),
  descriptionLimit: count.nullable().default(null),
});

/** Makes a {@link SettingsKeeper}; what is left out or undefined takes its default. */
export function createSettings(initial: SettingsChanges): SettingsKeeper {
  let settings = check(initial);
  return {
    current: () => settings,
    change(changes) {
      settings = check({ ...settings, ...withoutUndefined(changes) });
    },
  };
}

function withoutUndefined(changes: SettingsChanges): SettingsChanges {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}

function check(settings: SettingsChanges): Settings {
  const parsed = form.safeParse(settings);
  if (!parsed.success) {
    throw validationError(parsed.error);
  }
  return parsed.data;
}
