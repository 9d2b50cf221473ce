// One HTTP exchange. The only file that knows undici; it knows neither signing nor retrying.
import type { Agent, request as undiciRequest } from "undici";

import { eitherSignal } from "../anySignal";

/** One request, ready to be sent. */
export interface TransportRequest {
  readonly method: "GET" | "POST" | "PUT";
  /** Scheme, host and port. */
  readonly origin: string;
  readonly pathname: string;
  /** Encoded, without `?`; empty for none. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Everything together, from connecting to the last byte, may take this long. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** A complete answer of any status. */
export interface TransportResponse {
  readonly status: number;
  /** Lower-case names; a repeated header keeps its first value. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends one request once. Rejects with a {@link TransportError} when no answer came. */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>;

/** No complete answer. */
export class TransportError extends Error {
  /** `false` only when no byte of the request left: the connection was never made. */
  readonly sent: boolean;
  /** Whether the server's certificate or protocol was refused: trying again will not help. */
  readonly insecure: boolean;

  constructor(sent: boolean, cause: unknown) {
    super(describe(cause), { cause });
    this.name = "TransportError";
    this.sent = sent;
    this.insecure = !sent && TLS_CODE.test(codeOf(cause));
  }
}

const TLS_CODE =
  /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|EPROTO|HOSTNAME_MISMATCH)/;

/** Marks a failure to connect, so that it cannot be taken for one after sending. */
class ConnectFailure extends Error {}

/** The largest answer that is read; the API's are a few kilobytes. */
const LARGEST_RESPONSE_BYTES = 8 * 1024 * 1024;

/** A transport and its connections. */
interface Pool {
  readonly agent: Agent;
  readonly send: typeof undiciRequest;
}

/** Makes a transport with its own pool of bounded connections. Follows no redirect. */
export function createTransport(maxConnections: number): Transport {
  let pool: Promise<Pool> | undefined;
  return async (request) => {
    pool ??= openPool(maxConnections);
    const { agent, send } = await pool;
    const deadline = AbortSignal.timeout(request.timeoutMs);
    const end = eitherSignal(request.signal ? [deadline, request.signal] : [deadline]);
    const query = request.query === "" ? "" : `?${request.query}`;
    try {
      const response = await send(`${request.origin}${request.pathname}${query}`, {
        dispatcher: agent,
        method: request.method,
        headers: request.headers,
        body: request.body ?? null,
        signal: end.signal,
      });
      return {
        status: response.statusCode,
        headers: firstValues(response.headers),
        body: await textOf(response.body),
      };
    } catch (error) {
      if (error instanceof ConnectFailure) throw new TransportError(false, error.cause);
      throw new TransportError(true, error);
    } finally {
      end.forget();
    }
  };
}

/** undici is loaded with the first request: most processes that check and compare never send one. */
async function openPool(maxConnections: number): Promise<Pool> {
  const { Agent, buildConnector, request } = await import("undici");
  const connect = buildConnector({ timeout: 10_000 });
  const agent = new Agent({
    connections: maxConnections,
    pipelining: 1,
    keepAliveTimeout: 4_000,
    maxResponseSize: LARGEST_RESPONSE_BYTES,
    connect: (options, callback) => {
      connect(options, (...[error, socket]) => {
        if (error === null) callback(null, socket);
        else callback(new ConnectFailure("not connected", { cause: error }), null);
      });
    },
  });
  return { agent, send: request };
}

/**
 * Decodes while reading: chunks of one byte, kept to the end, would take a hundred times their
 * size.
 */
async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let pieces: Uint8Array[] = [];
  const decode = (): void => {
    text += decoder.decode(Buffer.concat(pieces), { stream: true });
    pieces = [];
  };
  for await (const piece of body) {
    if (pieces.push(piece) === 1_000) decode();
  }
  decode();
  return text + decoder.decode();
}

function firstValues(
  headers: Record<string, string | string[] | undefined>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const first = Array.isArray(value) ? value[0] : value;
      return first === undefined ? [] : [[name.toLowerCase(), first]];
    }),
  );
}

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === "string" ? code : "";
}

function describe(error: unknown): string {
  const { name } = (error ?? {}) as { name?: unknown };
  if (name === "TimeoutError") return "no complete answer in time";
  return codeOf(error) || (typeof name === "string" ? name : "no answer");
}
