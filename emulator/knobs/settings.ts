// What can be turned while an emulator runs. Most of it plays one thing the documentation leaves open.
import type { AnswerKnobs } from "./answerKnobs";
import type { ListKnobs } from "./listKnobs";
import type { SpellingKnobs } from "./spellingKnobs";
import type { VisibilityKnobs } from "./visibilityKnobs";

/** How many requests an account may make. */
export interface RateLimit {
  readonly requestsPerSecond: number;
  /** How many at once after a pause. */
  readonly burst: number;
}

/** The knobs of an emulator. */
export interface Settings extends VisibilityKnobs, ListKnobs, AnswerKnobs, SpellingKnobs {
  /**
   * How far the server's clock is ahead, in milliseconds: for `Date`, the signature check and every
   * time in a response. Default 0.
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

/** Some of the knobs. */
export type SettingsChanges = { readonly [K in keyof Settings]?: Settings[K] | undefined };
