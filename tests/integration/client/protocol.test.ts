// Edge cases of HTTP: unsolicited responses, and connections that end.
import { createJob, getJob } from "../../../provider/api/endpoints/jobs";
import { clientFor } from "../../support/clientFor";
import { errorOf } from "./errorOf";
import { batchSpec } from "./jobSpecs";
import { type RawServer, startRawServer } from "../../support/rawServer";

const keys = { publicKey: "pk_test", secretKey: "sk_test_0123456789" };
const uuid = "00000000-0000-4000-8000-000000000000";
const job = JSON.stringify({ uuid, status: "PENDING" });
const head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
const plainAnswer = `${head}Content-Length: ${job.length}\r\n\r\n${job}`;

let server: RawServer;
afterEach(() => server.close());

const serve = async (bytes: string): Promise<void> => {
  server = await startRawServer((socket) => socket.write(bytes));
};
const api = (): ReturnType<typeof clientFor> =>
  clientFor({ url: server.url, ...keys }, { attemptMs: 2_000, maxConcurrency: 1 });

test.each([
  ["early hints", `HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n${plainAnswer}`],
  [
    "trailers and extensions of chunks",
    `${head}Transfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n` +
      `${job.length.toString(16)};a="b c"\r\n${job}\r\n0\r\nX-Sum: 1\r\n\r\n`,
  ],
])("G16: an answer with %s is read, once", async (_name, bytes) => {
  await serve(bytes);
  expect([(await createJob(api(), batchSpec)).uuid, server.requests()]).toEqual([uuid, 1]);
});

test.each([
  // The client library takes it for a mistake of the server: there was no request.
  ["an unsolicited 100 Continue", `HTTP/1.1 100 Continue\r\n\r\n${plainAnswer}`],
  ["a header of 64 kB", `${head}X-Large: ${"x".repeat(65_536)}\r\n\r\n`],
  ["no HTTP at all", "SSH-2.0-OpenSSH_9.6\r\n"],
  [
    "two lengths that contradict each other",
    `${head}Content-Length: 2\r\nContent-Length: 9\r\n\r\n{}`,
  ],
])("G16: an answer with %s leaves a create ambiguous, and sent once", async (_name, bytes) => {
  await serve(bytes);
  const { kind } = await errorOf(createJob(api(), batchSpec));
  expect([kind, server.requests()]).toEqual(["ambiguous", 1]);
});

test.each<[string, (client: ReturnType<typeof api>) => Promise<unknown>, [string, number, number]]>(
  [
    [
      "costs a read one more request, unseen by the user",
      (client) => getJob(client, uuid),
      ["read", 3, 2],
    ],
    [
      "leaves a create ambiguous, and sent once",
      (client) => createJob(client, batchSpec),
      ["ambiguous", 2, 1],
    ],
  ],
)("G15: a kept connection that the server closes as it is used again %s", async (...row) => {
  const [, send, expected] = row;
  server = await startRawServer((socket, request) => {
    if (request === 2) socket.destroy();
    else socket.write(plainAnswer);
  });
  const client = api();
  await getJob(client, uuid);
  const ending = await send(client).then(
    () => "read",
    (error: unknown) => (error as { kind?: unknown }).kind,
  );
  expect([ending, server.requests(), server.connections()]).toEqual(expected);
});
