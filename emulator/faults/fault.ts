// What can go wrong on the way of a request, in the order of that way.
import type { SettingsChanges } from "../knobs/settings";

/**
 * When a fault strikes: before the request is read, before the API does its work, after that before
 * anything is answered, or when half of the body is out. The first two leave nothing behind; the
 * other two strike only a request that the API has not refused.
 */
export type ScriptPhase = "before-read" | "before-commit" | "before-headers" | "mid-body";

/** Which of the requests on its route a fault strikes, counted from when it is ordered, from 1. */
export type FaultOccurrence = number | readonly [from: number, to: number] | "every";

/**
 * In whose words a request is refused: the API's own form of errors, a page of a proxy, JSON of some
 * other service, `application/problem+json`, or no body at all.
 */
export type RefusalForm = "api" | "html" | "foreign-json" | "problem-json" | "empty";

/** A refusal that does not show whether the work was done. */
export interface Refusal {
  /** Default 403. */
  readonly status?: number | undefined;
  /** Default `api`. */
  readonly form?: RefusalForm | undefined;
  /** The `code` of the form `api`. Default: one that goes with the status. */
  readonly code?: string | undefined;
}

/** What a fault does. */
export type FaultAction =
  /** Breaks the connection. */
  | { readonly action: "reset" }
  /** Ends the connection in good order. */
  | { readonly action: "close" }
  /** Never answers, or never the rest. */
  | { readonly action: "hang" }
  /** Waits, then goes on as if nothing had been. */
  | { readonly action: "delay"; readonly ms: number }
  /** Answers slowly: the head too where it strikes before it. */
  | { readonly action: "drip"; readonly bytesPerSecond: number }
  /** Answers this. Default 503 without a body. */
  | {
      readonly action: "status";
      readonly status?: number | undefined;
      readonly headers?: Readonly<Record<string, string>> | undefined;
      readonly body?: string | undefined;
    }
  /** Refuses, in the words of the API or of a proxy. */
  | ({ readonly action: "refuse" } & Refusal)
  /** Ends the request at once, and does its work after this delay, without a response. */
  | {
      readonly action: "defer";
      readonly ms: number;
      /** How the request ends. Default `reset`. */
      readonly then?: "reset" | "close" | "hang" | Refusal | undefined;
    }
  /** Turns knobs, then goes on as if nothing had been. */
  | { readonly action: "set"; readonly settings: SettingsChanges }
  /** Answers as it should, but the body ends after so many bytes, and says so. */
  | { readonly action: "truncate"; readonly bytes: number }
  /** Answers 200 with bytes that mean nothing, or with such a second half. */
  | { readonly action: "garbage" }
  /** Sends the client elsewhere. Default 302. */
  | {
      readonly action: "redirect";
      readonly location: string;
      readonly status?: 301 | 302 | 303 | 307 | 308 | undefined;
    }
  /** Lays JSON over the body, name by name; what is no object takes the body's place. */
  | { readonly action: "lie"; readonly json: unknown };

/** One entry of a fault script. */
export type ScriptedFault = FaultAction & {
  /** Method and template, as `POST /v1/jobs` or `GET /v1/jobs/{uuid}`. */
  readonly route: string;
  /** Default 1. */
  readonly occurrence?: FaultOccurrence | undefined;
  /** Default `before-commit`; `before-headers` for what needs an answer to work on. */
  readonly phase?: ScriptPhase | undefined;
};

/** A checked entry, its timing filled in. */
export type CheckedFault = FaultAction & {
  readonly route: string;
  readonly occurrence: FaultOccurrence;
  readonly phase: ScriptPhase;
};
