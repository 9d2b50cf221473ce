// A small signer for these tests alone: it shares no code with what it tests.
import { createHash, createHmac, randomBytes } from "node:crypto";
import type { Emulator, KeyPair } from "../../../emulator";

/** What a test changes about an otherwise correct request. */
export interface Tampering {
  readonly keys?: KeyPair;
  readonly atMs?: number;
  readonly nonce?: string;
  /** The text that is hashed in place of the sorted body. */
  readonly signedBody?: string;
  /** The query that is signed in place of the one that is sent. */
  readonly signedQuery?: string;
  /** Sent as it is; `null` leaves a header out. */
  readonly headers?: Readonly<Record<string, string | null>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

export type Caller = (
  method: string,
  target: string,
  body?: unknown,
  tampering?: Tampering,
) => Promise<Answer>;

/** Makes a caller that signs with the emulator's first key at the given time. */
export function createCaller(emulator: Emulator, nowMs: () => number): Caller {
  return async (method, target, body, tampering = {}) => {
    const { publicKey, secretKey } = tampering.keys ?? emulator;
    const [pathname = "", query = ""] = target.split("?");
    const text = body === undefined ? "" : sortedJson(body);
    const time = String(tampering.atMs ?? nowMs());
    const nonce = tampering.nonce ?? randomBytes(16).toString("hex");
    const bodyHash = createHash("sha256")
      .update(tampering.signedBody ?? text)
      .digest("hex");
    const signedQuery = tampering.signedQuery ?? query;
    const signed = [publicKey, time, nonce, method, pathname, signedQuery, bodyHash].join("|");
    const headers: Record<string, string | null> = {
      "Content-Type": "application/json",
      "X-API-Key": publicKey,
      "X-Time": time,
      "X-Nonce": nonce,
      "X-Signature": createHmac("sha256", secretKey).update(signed).digest("hex"),
      ...tampering.headers,
    };
    const response = await fetch(emulator.url + target, {
      method,
      headers: Object.entries(headers).filter((pair): pair is [string, string] => pair[1] !== null),
      ...(body === undefined ? {} : { body: text }),
    });
    return readAnswer(response);
  };
}

/** Sends JSON without a signature, as the control endpoints want it. */
export async function control(
  emulator: Emulator,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(`${emulator.url}/_emulator/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  return readAnswer(response);
}

async function readAnswer(response: Response): Promise<Answer> {
  const body = (await response.json()) as Record<string, unknown>;
  return { status: response.status, headers: response.headers, body };
}

function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

/** What a refused request is answered. */
export function refusal(status: number, code: string): object {
  return { status, body: { error: { code } } };
}

/** A filter of a list as a part of its query. */
export function filter(property: string, value: string): string {
  return `filter%5B${property}%5D=${encodeURIComponent(value)}`;
}
