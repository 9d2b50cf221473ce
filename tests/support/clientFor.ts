import { ApiClient } from "../../provider/api/http/client";
import type { Clock } from "../../provider/api/clock";
import { resolveConfig } from "../../provider/api/config/config";
import { systemEntropy } from "../../provider/api/entropy";
import { createTransport, type TransportRequest } from "../../provider/api/http/transport";
import { scaledClock } from "./scaledClock";

/** Where a client is to go, and as whom. */
export interface Account {
  readonly url: string;
  readonly publicKey: string;
  readonly secretKey: string;
}

export interface ClientOptions {
  /** Replaces the 30 s that one attempt may take. */
  readonly attemptMs?: number;
  readonly clock?: Clock;
  /** Most requests at once. */
  readonly maxConcurrency?: number;
  /** Sees every attempt before it is sent, also one that cannot connect. */
  readonly onAttempt?: (request: TransportRequest) => void;
}

/** The real client with the real transport, but short pauses. */
export function clientFor(account: Account, options: ClientOptions = {}): ApiClient {
  const { attemptMs, clock = scaledClock, maxConcurrency, onAttempt } = options;
  const settings = new Map([
    ["dispersed:baseUrl", account.url],
    ["dispersed:publicKey", account.publicKey],
    ["dispersed:secretKey", account.secretKey],
    ["dispersed:maxConcurrency", maxConcurrency?.toString()],
  ]);
  const config = resolveConfig({ get: (key) => settings.get(key), env: {} });
  const transport = createTransport(config.maxConcurrency);
  return new ApiClient(config, {
    clock,
    entropy: systemEntropy,
    transport: (request) => {
      onAttempt?.(request);
      return transport(attemptMs === undefined ? request : { ...request, timeoutMs: attemptMs });
    },
  });
}
