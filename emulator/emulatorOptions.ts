import type { KeyPair } from "./auth/keyRing";
import type { CanonicalForms } from "./auth/signature";
import type { Clock } from "./state/clock";
import type { ScriptedFault } from "./faults/fault";
import type { Pace } from "./jobs/request/jobPlan";
import type { Offer } from "./market/offer";
import type { RecipeParameters } from "./recipes/mergeRecipe";
import { createSeededRandomHex, type RandomHex, systemRandomHex } from "./state/randomHex";
import type { SettingsChanges } from "./knobs/settings";
import { knobNames } from "./knobs/settingsKeeper";
import type { Snapshot } from "./state/snapshot";

/** What an emulator is started with; everything has a default. The knobs can be turned later. */
export interface EmulatorOptions extends SettingsChanges {
  /** Port on 127.0.0.1. Default 0: any free one. */
  readonly port?: number | undefined;
  /** Accepted key pairs, each an account of its own. Default: one random pair. */
  readonly keys?: readonly KeyPair[] | undefined;
  /** From a job's creation until a node takes it, in milliseconds. Default 300. */
  readonly assignAfterMs?: number | undefined;
  /** From there until its container runs, in milliseconds. Default 500. */
  readonly startAfterMs?: number | undefined;
  /** What pulling the image adds, in milliseconds; the run is PREPARING meanwhile. Default 0. */
  readonly pullForMs?: number | undefined;
  /** How long a BATCH container runs, in milliseconds. Default 2000. */
  readonly runForMs?: number | undefined;
  /** The forms to sign with where the documentation is unclear. Default `escaped` and `%20`. */
  readonly canonicalForms?: Partial<CanonicalForms> | undefined;
  /**
   * How the `parameters` of a cook request meet the recipe's, which is not documented. Default
   * `merge`: name by name at every depth.
   */
  readonly recipeParameters?: RecipeParameters | undefined;
  /**
   * What is for hire, and then nothing else is. Default: a few machines in several regions, and
   * one made to measure for each job that none of them could ever take.
   */
  readonly offers?: readonly Offer[] | undefined;
  /** Faults that strike requests to come. Default none. */
  readonly faults?: readonly ScriptedFault[] | undefined;
  /**
   * Jobs of an earlier emulator, of the accounts in the same order. They go on from where they were,
   * as if no time had passed since; their ports are shown as they were, and nothing listens on them.
   */
  readonly snapshot?: Snapshot | undefined;
  /** Default: the time of this machine. */
  readonly clock?: Clock | undefined;
  /** Default: the randomness of the operating system. */
  readonly randomHex?: RandomHex | undefined;
  /**
   * Makes a run repeatable: with the same seed, clock and requests the keys, uuids and tokens are
   * the same. Not together with `randomHex`.
   */
  readonly seed?: string | undefined;
}

/** The randomness that options ask for; each purpose draws from its own, so none disturbs another. */
export function randomnessOf(options: EmulatorOptions, purpose: string): RandomHex {
  return (
    options.randomHex ??
    (options.seed === undefined
      ? systemRandomHex
      : createSeededRandomHex(`${options.seed}|${purpose}`))
  );
}

/** The knobs among the options. */
export function settingsOf(options: EmulatorOptions): SettingsChanges {
  return Object.fromEntries(knobNames.map((name) => [name, options[name]]));
}

/** The {@link Pace} that options ask for. */
export function paceOf(options: EmulatorOptions): Pace {
  return {
    assignAfterMs: options.assignAfterMs ?? 300,
    startAfterMs: options.startAfterMs ?? 500,
    pullForMs: options.pullForMs ?? 0,
    runForMs: options.runForMs ?? 2000,
  };
}

/** A random pair of keys. */
export function randomKeyPair(randomHex: RandomHex): KeyPair {
  return {
    publicKey: `pk_emulator_${randomHex(8)}`,
    secretKey: `sk_emulator_${randomHex(16)}`,
  };
}
