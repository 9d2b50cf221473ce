// What `pulumi-dispersed/emulator` exports.
export type { BodyForm } from "./auth/canonicalJson";
export type { QuerySpace } from "./auth/canonicalQuery";
export type { KeyPair, KeyRotation } from "./auth/keyRing";
export type { CanonicalForms } from "./auth/signature";
export { type Clock, createManualClock, type ManualClock, systemClock } from "./state/clock";
export type { Controls, JobEnding } from "./http/controls";
export { type Emulator, startEmulator } from "./emulator";
export type { EmulatorOptions } from "./emulatorOptions";
export type {
  FaultAction,
  FaultOccurrence,
  Refusal,
  RefusalForm,
  ScriptedFault,
  ScriptPhase,
} from "./faults/fault";
export type { Fault, FaultPhase } from "./faults/nextFault";
export type { EndStatus, JobStatus } from "./jobs/status";
export type { AnswerKnobs, AnswerPlace, ByPlace, DescriptionForm } from "./knobs/answerKnobs";
export type { FilterMode, ListKnobs, ListOrder, Skewed } from "./knobs/listKnobs";
export type { SpellingKnobs, UnknownStatus } from "./knobs/spellingKnobs";
export type { Hidden, VisibilityKnobs } from "./knobs/visibilityKnobs";
export type { Ledger, LedgerJob } from "./state/ledger";
export type { PublishedPort } from "./jobs/portListener";
export type { Offer, OfferGpu } from "./market/offer";
export type { RandomHex } from "./state/randomHex";
export type { RecipeParameters } from "./recipes/mergeRecipe";
export type { RequestEntry } from "./http/requestLog";
export type { RateLimit, Settings, SettingsChanges } from "./knobs/settings";
export type { Snapshot } from "./state/snapshot";
