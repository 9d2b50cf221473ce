// What can be turned while an emulator runs. Most of it plays one thing the documentation leaves open.
import type { Clock } from "./clock";
import { validationError } from "./http/validationError";
import { answerDefaults, type AnswerKnobs } from "./knobs/answerKnobs";
import { listDefaults, type ListKnobs } from "./knobs/listKnobs";
import { spellingDefaults, type SpellingKnobs } from "./knobs/spellingKnobs";
import { visibilityDefaults, type VisibilityKnobs } from "./knobs/visibilityKnobs";
import { settingsForm } from "./settingsForm";

/** How many requests an account may make. */
export interface RateLimit {
  readonly requestsPerSecond: number;
  /** How many at once after a pause. */
  readonly burst: number;
}

/** The knobs of an emulator. */
export interface Settings extends VisibilityKnobs, ListKnobs, AnswerKnobs, SpellingKnobs {
  /**
   * How far the server's clock is ahead, in milliseconds: that of `Date`, of the signature check and
   * of every time that answers tell. Default 0.
   */
  readonly clockOffsetMs: number;
  /** More requests than this are answered 429 with Retry-After. Default `null`: no limit. */
  readonly rateLimit: RateLimit | null;
  /**
   * From a cancel request until the job is cancelled, in milliseconds. Default 300; `null`: it stays
   * CANCELLING for ever.
   */
  readonly cancelAfterMs: number | null;
}

/** The settings as they are at the moment. */
export interface SettingsKeeper {
  current(): Settings;
  /** How long ago a knob was turned last, in milliseconds; from the start where it never was. */
  turnedForMs(knob: keyof Settings): number;
  /** Changes what is named and leaves the rest; throws a 422 and then changes nothing. */
  change(changes: SettingsChanges): void;
}

/** Some of the knobs. */
export type SettingsChanges = { readonly [K in keyof Settings]?: Settings[K] | undefined };

const defaults: Settings = {
  ...visibilityDefaults,
  ...listDefaults,
  ...answerDefaults,
  ...spellingDefaults,
  clockOffsetMs: 0,
  rateLimit: null,
  cancelAfterMs: 300,
};

/** The names of all knobs. */
export const knobNames = Object.keys(defaults) as readonly (keyof Settings)[];

/** Makes a {@link SettingsKeeper}; what is left out or undefined takes its default. */
export function createSettings(initial: SettingsChanges, clock: Clock): SettingsKeeper {
  let settings = change(defaults, initial);
  const startedAtMs = clock.now();
  const turnedAtMs = new Map<string, number>();
  return {
    current: () => settings,
    turnedForMs: (knob) => clock.now() - (turnedAtMs.get(knob) ?? startedAtMs),
    change(changes) {
      settings = change(settings, changes);
      for (const name of Object.keys(changes)) {
        turnedAtMs.set(name, clock.now());
      }
    },
  };
}

/** Throws a 422 where a change makes no sense. */
export function checkSettings(changes: SettingsChanges): void {
  change(defaults, changes);
}

function change(settings: Settings, changes: SettingsChanges): Settings {
  const named = Object.fromEntries(
    Object.entries(changes).filter(([, value]) => value !== undefined),
  );
  const parsed = settingsForm.safeParse({ ...settings, ...named });
  if (!parsed.success) {
    throw validationError(parsed.error);
  }
  return parsed.data;
}
