// The machine's sockets: to open new ones for every process costs time and shows nothing.
import type { ApiConfig } from "../../../provider/api/config/config";
import { createTransport, type Transport } from "../../../provider/api/http/transport";
import { canary } from "./faults";
import type { VirtualTime } from "./virtualTime";

/** A code with which the service refused a signature, and how far clocks are or were apart. */
export interface Refusal {
  readonly code: string;
  readonly skewMs: number;
}

/** What all processes of a machine send through. */
export interface Network {
  /** With deadlines by the virtual time. */
  readonly send: Transport;
  /** Requests that met a fault, as far as it shows. */
  readonly failures: () => number;
  readonly refusals: readonly Refusal[];
}

/** Makes a network; `skewMs`: how far the machine's clock is or was from the service's. */
export function createNetwork(
  { maxConcurrency }: Pick<ApiConfig, "maxConcurrency">,
  time: VirtualTime,
  skewMs: () => number,
): Network {
  const send = createTransport(maxConcurrency);
  const refusals: Refusal[] = [];
  let failures = 0;
  return {
    failures: () => failures,
    refusals,
    async send(request) {
      const late = new AbortController();
      const forget = time.after(request.timeoutMs, () =>
        late.abort(new DOMException("late", "TimeoutError")),
      );
      const arrived = time.begin();
      try {
        const signals = request.signal === undefined ? [] : [request.signal];
        const signal = AbortSignal.any([late.signal, ...signals]);
        const answer = await send({ ...request, timeoutMs: 60_000, signal });
        const code = answer.status === 401 ? codeOf(answer.body) : undefined;
        if (isFault(answer.body)) failures += 1;
        else if (code !== undefined) refusals.push({ code, skewMs: skewMs() });
        return answer;
      } catch (error) {
        failures += 1;
        throw error;
      } finally {
        arrived();
        forget();
      }
    },
  };
}

/** Whether a fault of ours says so itself. */
function isFault(body: string): boolean {
  return body.includes(`cannot take ${canary}`) || body.startsWith("<html>");
}

/** What the service itself says of a refusal; a fault says nothing. */
function codeOf(body: string): string | undefined {
  try {
    const { error } = JSON.parse(body) as { error?: { code?: string } };
    return error?.code;
  } catch {
    return undefined;
  }
}
