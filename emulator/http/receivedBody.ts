import type { IncomingMessage } from "node:http";
import { type Json, parseJson } from "./json";
import { HttpError } from "./reply";

/** A request body: its bytes, and its JSON value where it is one. */
export interface ReceivedBody {
  readonly bytes: Buffer;
  /** Absent when the body is empty or not JSON. */
  readonly json?: Json;
}

const MAX_BODY_BYTES = 1024 * 1024;

/** Reads a whole body, up to 1 MiB. */
export async function receiveBody(request: IncomingMessage): Promise<ReceivedBody> {
  const bytes = await readBytes(request);
  const json = decodeJson(bytes);
  return json === undefined ? { bytes } : { bytes, json };
}

function readBytes(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    // Reading goes on past the cap: a client hears the 413 only once it has sent what it has.
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) {
        chunks.push(chunk);
      } else {
        chunks.length = 0;
        reject(new HttpError(413, "body_too_large", "The body is larger than 1 MiB."));
      }
    });
    request.on("end", () => resolve(Buffer.concat(chunks)));
    request.on("error", reject);
  });
}

function decodeJson(bytes: Buffer): Json | undefined {
  try {
    return parseJson(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** The body's JSON value, `fallback` when there is no body; refuses what is not JSON. */
export function requireJson(body: ReceivedBody, fallback?: Json): Json {
  if (body.json !== undefined) {
    return body.json;
  }
  if (body.bytes.length === 0 && fallback !== undefined) {
    return fallback;
  }
  throw new HttpError(400, "invalid_json", "The body is not valid JSON.");
}
