// Three opinions on a signature: the client's, the emulator's, and Python's. They share no code.
import { spawnSync } from "node:child_process";
import path from "node:path";

import fc from "fast-check";

import { expectedSignature } from "../../../emulator/auth/signature";
import { parseJson } from "../../../emulator/http/json";
import { canonicalJson, canonicalQuery, type Query } from "../../../provider/api/signing/canonical";
import { sign } from "../../../provider/api/signing/signing";
import { json, memberName, text } from "../../support/arbitraries";

const SAMPLES = 10_000;

/** A request as it stands on the wire. */
interface WireRequest {
  readonly publicKey: string;
  readonly secretKey: string;
  readonly timestamp: string;
  readonly nonce: string;
  readonly method: "GET" | "POST" | "PUT";
  readonly pathname: string;
  readonly query: string;
  readonly body: string | null;
}

const request = fc.record({
  key: fc.stringMatching(/^[0-9a-f]{8}$/),
  timestampMs: fc.integer({ min: 1_500_000_000_000, max: 2_500_000_000_000 }),
  nonce: fc.stringMatching(/^[0-9a-f]{32}$/),
  method: fc.constantFrom("GET" as const, "POST" as const, "PUT" as const),
  pathname: fc.constantFrom("/v1/jobs", "/v1/job-runs", "/v1/jobs/0198ac1c-7063-4be8/cancel"),
  pairs: fc.array(fc.tuple(text, text), { maxLength: 5 }),
  body: fc.option(fc.dictionary(memberName, json, { maxKeys: 5, noNullPrototype: true })),
});

const samples = fc.sample(request, { numRuns: SAMPLES, seed: 20261121 });

// Without Python this fails the file: a missing third opinion must not pass unseen.
function pythonSignatures(requests: readonly WireRequest[]): readonly string[] {
  const answer = spawnSync("python3", [path.join(__dirname, "signatures.py")], {
    input: requests.map((wire) => JSON.stringify(wire)).join("\n"),
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (answer.error !== undefined) throw answer.error;
  if (answer.status !== 0) throw new Error(answer.stderr);
  return answer.stdout.trim().split("\n");
}

type Sample = (typeof samples)[number];

const keysOf = ({ key }: Sample): { publicKey: string; secretKey: string } => ({
  publicKey: `pk_${key}`,
  secretKey: `sk_${key}`,
});

/** What the client sends: the canonical forms themselves. */
function sentByClient(sample: Sample): WireRequest & { readonly signature: string } {
  const { timestampMs, nonce, method, pathname, pairs, body } = sample;
  const query = canonicalQuery(pairs, "%20");
  const sent = body === null ? undefined : canonicalJson(body, "escaped");
  const headers = sign(keysOf(sample), { timestampMs, nonce, method, pathname, query, body: sent });
  return {
    ...keysOf(sample),
    ...{ timestamp: headers["x-time"], nonce, method, pathname, query },
    body: sent ?? null,
    signature: headers["x-signature"],
  };
}

/** What another client may send: the same meaning in another order and spelling. */
function sentByAnother(sample: Sample): WireRequest {
  const { timestampMs, nonce, method, pathname, pairs, body } = sample;
  return {
    ...keysOf(sample),
    ...{ timestamp: String(timestampMs), nonce, method, pathname },
    query: carelessQuery([...pairs].reverse()),
    body: body === null ? null : JSON.stringify(body, undefined, 1),
  };
}

function carelessQuery(pairs: Query): string {
  return pairs.map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
}

const FORMS = { body: "escaped", querySpace: "%20" } as const;

function received(body: string | null): Parameters<typeof expectedSignature>[0]["body"] {
  const bytes = Buffer.from(body ?? "");
  return body === null ? { bytes } : { bytes, json: parseJson(body) };
}

function seenByEmulator(wire: WireRequest): string {
  const parts = { ...wire, body: received(wire.body) };
  return expectedSignature(parts, wire.secretKey, FORMS).toString("hex");
}

test(`G01, G02, G04: the client signs ${SAMPLES} random requests as Python does`, () => {
  const sent = samples.map(sentByClient);
  expect(sent.map(({ signature }) => signature)).toEqual(pythonSignatures(sent));
});

test(`G01: the emulator expects for ${SAMPLES} random requests what Python does, however they are spelled`, () => {
  const sent = samples.map(sentByAnother);
  expect(sent.map(seenByEmulator)).toEqual(pythonSignatures(sent));
});

/** Numbers around every limit of what can be signed, and far beyond. */
const amount = fc.oneof(
  fc.double(),
  fc.double({ min: -1e17, max: 1e17 }),
  fc.double({ min: -0.001, max: 0.001 }),
  fc.maxSafeInteger(),
  fc.constantFrom(0.1, 1e15, 1e15 + 0.5, 2 ** 53, 2 ** 53 + 2, -0, 1e-4, 9_999_999_999_999_998),
);

function isSignable(value: number): boolean {
  try {
    canonicalJson(value, "escaped");
    return true;
  } catch {
    return false;
  }
}

test(`G03: of ${SAMPLES} random numbers each is refused, or signed as Python does`, () => {
  const [template] = samples;
  if (template === undefined) throw new Error("there is no sample");
  const bodies = fc
    .sample(amount, { numRuns: SAMPLES, seed: 20261121 })
    .filter(isSignable)
    .map((value) => ({ value }));
  const sent = bodies.map((body) => sentByClient({ ...template, body }));
  expect(sent.length).toBeGreaterThan(SAMPLES / 4);
  expect(sent.map(({ signature }) => signature)).toEqual(pythonSignatures(sent));
});
