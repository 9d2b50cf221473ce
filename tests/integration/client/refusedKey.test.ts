import { type Emulator, startEmulator } from "../../../emulator";
import type { DispersedError } from "../../../provider/api/errors/errors";
import { createJob } from "../../../provider/api/endpoints/jobs";
import { clientFor } from "../../support/clientFor";
import { errorOf } from "./errorOf";
import { batchSpec } from "./jobSpecs";

const wrongSecret = "sk_wrong_0123456789abcdef";
let emulator: Emulator;
let error: DispersedError;

beforeAll(async () => {
  emulator = await startEmulator();
  error = await errorOf(
    createJob(clientFor({ ...pick(emulator), secretKey: wrongSecret }), batchSpec),
  );
});
afterAll(() => emulator.close());

function pick({ url, publicKey }: Emulator): { url: string; publicKey: string } {
  return { url, publicKey };
}

test("A08: a wrong key is a refusal", () => {
  expect([error.kind, error.status]).toEqual(["rejected", 401]);
});

test("A08, G09: a wrong key costs exactly one request", () => {
  expect(emulator.requests().map(({ status }) => status)).toEqual([401]);
});

test("A08: the message names where both keys came from", () => {
  expect(error.message).toBe(
    "POST /v1/jobs: the API answered 401: X-Signature does not fit this request and key. " +
      "The key was refused. The public key is dispersed:publicKey in the configuration, " +
      "the secret key dispersed:secretKey in the configuration.",
  );
});

test.each(["message", "stack"] as const)("A08: the value of no key is in the %s", (part) => {
  const text = String(error[part]);
  expect([wrongSecret, emulator.publicKey].filter((key) => text.includes(key))).toEqual([]);
});
