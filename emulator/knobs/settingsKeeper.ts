// The settings of a running emulator: they are checked before they change.
import type { Clock } from "../state/clock";
import { validationError } from "../http/validationError";
import { answerDefaults } from "./answerKnobs";
import { listDefaults } from "./listKnobs";
import { spellingDefaults } from "./spellingKnobs";
import { visibilityDefaults } from "./visibilityKnobs";
import type { Settings, SettingsChanges } from "./settings";
import { settingsForm } from "./settingsForm";

/** The settings as they are at the moment. */
export interface SettingsKeeper {
  current(): Settings;
  /** How long ago a knob was turned last, in milliseconds; from the start where it never was. */
  turnedForMs(knob: keyof Settings): number;
  /** Changes what is named and leaves the rest; throws a 422 and then changes nothing. */
  change(changes: SettingsChanges): void;
}

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
