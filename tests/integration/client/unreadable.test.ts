// Answers that are whole HTTP and no JSON, or cut, or about something else.
import { createJob, getJob } from "../../../provider/api/endpoints/jobs";
import { clientFor } from "../../support/clientFor";
import { batchSpec } from "./jobSpecs";
import { type OwnServer, startOwnServer } from "../../support/ownServer";

jest.setTimeout(60_000);
const uuid = "00000000-0000-4000-8000-000000000000";
const job = { uuid, status: "PENDING" };
const whole = JSON.stringify(job);
let server: OwnServer;
let bytes: string | Buffer;

beforeAll(async () => {
  server = await startOwnServer((_request, response) => response.writeHead(200).end(bytes));
});
afterAll(() => server.close());

const api = (): ReturnType<typeof clientFor> =>
  clientFor({ url: server.url, publicKey: "pk_test", secretKey: "sk_test_0123456789" });
/** How a call ends, and after how many requests. */
async function ending(call: () => Promise<unknown>): Promise<[unknown, number]> {
  const before = server.requests();
  const kind = await call().then(
    () => "answered",
    (error: unknown) => (error as { kind?: unknown }).kind,
  );
  return [kind, server.requests() - before];
}

const broken: [string, string | Buffer][] = [
  ["half an object", whole.slice(0, -9)],
  [
    "bytes that are not UTF-8 for a uuid",
    Buffer.from(whole.replace("0000", "\u00ff\u00fe"), "latin1"),
  ],
  ["nothing", ""],
];

test.each(broken)(
  "H03: %s leaves a create ambiguous, and fails a read: both sent once",
  async (...row) => {
    [, bytes] = row;
    expect(await ending(() => createJob(api(), batchSpec))).toEqual(["ambiguous", 1]);
    // A whole answer that is not JSON would be the same a second later.
    expect(await ending(() => getJob(api(), uuid))).toEqual(["badResponse", 1]);
  },
);

test("H05: names that every object has do no harm in an answer", async () => {
  bytes = `{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},${whole.slice(1)}`;
  const { uuid: read } = await getJob(api(), uuid);
  expect([read, "polluted" in {}, "polluted" in Object]).toEqual([uuid, false, false]);
});
