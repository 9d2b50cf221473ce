// Fakes of the effects: time that passes at once, a fixed sequence of random values, a scripted
// server.
import { ApiClient } from "../../provider/api/http/client";
import type { Clock } from "../../provider/api/clock";
import type { ApiConfig } from "../../provider/api/config/config";
import type { Entropy } from "../../provider/api/entropy";
import type { Transport, TransportRequest } from "../../provider/api/http/transport";
import { TransportError, type TransportResponse } from "../../provider/api/http/transport";

export interface FakeClock extends Clock {
  /** Every pause that was asked for, in order. */
  readonly slept: readonly number[];
  advance(ms: number): void;
}

/** 2 February 2024, 20:00:00 UTC. */
export const START_OF_TIME = 1_706_904_000_000;

/** Who sleeps more often than this never wakes up: a loop without an end fails, and does not hang. */
const MAX_SLEEPS = 2_000;

/** A clock whose sleep advances virtual time at once. */
export function createFakeClock(): FakeClock {
  let elapsedMs = 0;
  const slept: number[] = [];
  return {
    slept,
    nowMs: () => START_OF_TIME + elapsedMs,
    monotonicMs: () => elapsedMs,
    advance: (ms) => {
      elapsedMs += ms;
    },
    sleep: async (delayMs, signal) => {
      await Promise.resolve();
      signal?.throwIfAborted();
      slept.push(delayMs);
      if (slept.length > MAX_SLEEPS) throw new Error("this wait never ends");
      elapsedMs += Math.max(0, delayMs);
    },
  };
}

/** Nonces in order (1, 2, 3… in hex), bytes too, and always the same fraction. */
export function createFakeEntropy(fraction = 0): Entropy {
  let count = 0;
  return {
    nonce: () => (count += 1).toString(16).padStart(32, "0"),
    bytes: (length) => Uint8Array.from({ length }, () => (count += 1) % 256),
    fraction: () => fraction,
  };
}

export type Answer = TransportResponse | TransportError;

/** An answer of the API itself. */
export function json(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): TransportResponse {
  return { status, headers, body: JSON.stringify(body) };
}

/** A response with any text. */
export function plain(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): TransportResponse {
  return { status, headers, body };
}

/** The connection was never made. */
export const notSent = (code = "ECONNREFUSED"): TransportError => failure(false, code);

/** The connection broke after the request had gone out. */
export const cutOff = (code = "ECONNRESET"): TransportError => failure(true, code);

function failure(sent: boolean, code: string): TransportError {
  return new TransportError(sent, Object.assign(new Error(code), { code }));
}

/** Gives the responses in order, and fails a request without one. */
export function createScript(answers: readonly Answer[]): {
  readonly transport: Transport;
  readonly requests: readonly TransportRequest[];
} {
  const requests: TransportRequest[] = [];
  const transport: Transport = (request) => {
    requests.push(request);
    const answer = answers[requests.length - 1];
    if (answer === undefined) throw new Error(`no answer for request ${requests.length}`);
    return answer instanceof TransportError ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { transport, requests };
}

/** A configuration like a user's. */
export const config: ApiConfig = {
  publicKey: { value: "pk_test", source: "dispersed:publicKey in the configuration" },
  secretKey: {
    value: "sk_test/with+marks",
    source: "the environment variable DISPERSED_SECRET_KEY",
  },
  origin: "https://api.example.com",
  namespace: "",
  onOrphan: "fail",
  maxStackHourlyUsd: undefined,
  maxConcurrency: 16,
};

/** A client that is given the answers one after the other. */
export function createScriptedClient(
  answers: readonly Answer[],
  overrides: Partial<ApiConfig> = {},
): {
  readonly api: ApiClient;
  readonly clock: FakeClock;
  readonly requests: readonly TransportRequest[];
} {
  const clock = createFakeClock();
  const { transport, requests } = createScript(answers);
  const effects = { transport, clock, entropy: createFakeEntropy() };
  return { api: new ApiClient({ ...config, ...overrides }, effects), clock, requests };
}

/** What a promise was rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}
