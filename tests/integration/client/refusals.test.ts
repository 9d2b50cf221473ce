import { type Emulator, startEmulator } from "../../../emulator";
import { createJob } from "../../../provider/api/endpoints/jobs";
import { clientFor } from "../../support/clientFor";
import { errorOf } from "./errorOf";
import { batchSpec } from "./jobSpecs";

let emulator: Emulator;
beforeEach(async () => {
  emulator = await startEmulator();
});
afterEach(() => emulator.close());

const long = JSON.stringify({ message: `gpu_name\u001b[31m is unknown ${"x".repeat(5_000)}` });
const credits = '{"error":{"code":"insufficient_credits","message":"Insufficient credits."}}';
const reading = '{"message":"this key is for reading"}';
const cleaned = /: the API answered \d+: gpuName \[31m is unknown x{100,1900}…$/;

interface Answered {
  readonly name: string;
  readonly status: number;
  readonly body?: string;
  readonly kind?: string;
  readonly says: RegExp;
}
const refusals: readonly Answered[] = [
  { name: "A07: a 422's words, cleaned and cut,", status: 422, body: long, says: cleaned },
  { name: "A09: a key for reading", status: 403, body: reading, says: /key is for reading$/ },
  { name: "A10: used-up credits (402)", status: 402, body: credits, says: /Insufficient credits$/ },
  {
    name: "A11: a proxy's page, which is not repeated,",
    ...{ status: 404, body: "<html>Squid</html>" },
    says: /not in the API's form: is http:\S+ the right dispersed:baseUrl\?$/,
  },
  ...[405, 415].map((status) => ({
    name: `A12: a ${status}`,
    ...{ status, says: new RegExp(`answered ${status}$`) },
  })),
  // Any 5xx may come from a proxy, so it is unknown what the API did.
  { name: "A12: a 501, of unknown outcome,", status: 501, kind: "ambiguous", says: /501/ },
];

test.each(refusals)("$name ends a create that is sent once", async (refusal) => {
  const { status, body = "{}", kind = "rejected", says } = refusal;
  emulator.failNext({ route: "POST /v1/jobs", status, body });
  const error = await errorOf(createJob(clientFor(emulator), batchSpec));
  expect(emulator.ledger()).toMatchObject({ requests: 1, jobs: [] });
  expect([error.kind, error.message]).toEqual([kind, expect.stringMatching(says)]);
});

test("A08, G09: a wrong key is a refusal after one request, and names where both keys came from", async () => {
  const secretKey = "sk_wrong_0123456789abcdef";
  const { url, publicKey } = emulator;
  const error = await errorOf(createJob(clientFor({ url, publicKey, secretKey }), batchSpec));
  expect([error.kind, error.status]).toEqual(["rejected", 401]);
  expect(emulator.requests().map(({ status }) => status)).toEqual([401]);
  expect(error.message).toMatch(/dispersed:publicKey .*dispersed:secretKey in the configuration/);
  const text = `${error.message}${error.stack ?? ""}`;
  expect([secretKey, publicKey].filter((key) => text.includes(key))).toEqual([]);
});
