import type { RequestListener, ServerResponse } from "node:http";

import { createJob } from "../../../provider/api/endpoints/jobs";
import { clientFor } from "../../support/clientFor";
import { errorOf } from "./errorOf";
import { batchSpec } from "./jobSpecs";
import { type OwnServer, startOwnServer } from "../../support/ownServer";

const keys = { publicKey: "pk_test", secretKey: "sk_test_0123456789" };
const MEBIBYTE = 1024 * 1024;
let server: OwnServer;
let gone: Promise<void>;
afterEach(() => server.close());

/** Serves with `answer`; `gone` resolves when the client has left. */
async function serve(answer: (response: ServerResponse) => void): Promise<void> {
  let leave = (): void => undefined;
  gone = new Promise((resolve) => (leave = resolve));
  const listener: RequestListener = (_request, response) => {
    response.on("close", leave);
    answer(response);
  };
  server = await startOwnServer(listener);
}

/** Writes as fast as the client reads, without an end. */
function flood(response: ServerResponse): void {
  const write = (): void => {
    while (!response.destroyed && response.write(" ".repeat(64 * 1024)));
  };
  response.on("drain", write);
  write();
}

async function create(attemptMs: number): Promise<[string, number]> {
  const { kind } = await errorOf(
    createJob(clientFor({ ...server, ...keys }, { attemptMs }), batchSpec),
  );
  return [kind, server.requests()];
}

test("H01: an answer without an end is cut, which leaves a create ambiguous and sent once", async () => {
  await serve(flood);
  expect(await create(20_000)).toEqual(["ambiguous", 1]);
});

test("H01: the server of an answer without an end is rid of the client", async () => {
  await serve(flood);
  await create(20_000);
  await expect(gone).resolves.toBeUndefined();
});

test("H01: an answer of 9 MiB is refused although it is a job", async () => {
  const job = { uuid: "00000000-0000-4000-8000-000000000000", status: "PENDING" };
  const body = JSON.stringify({ ...job, padding: "x".repeat(9 * MEBIBYTE) });
  await serve((response) => response.end(body));
  expect(await create(20_000)).toEqual(["ambiguous", 1]);
});

test("an answer of 7 MiB is read", async () => {
  const job = { uuid: "00000000-0000-4000-8000-000000000000", status: "PENDING" };
  const body = JSON.stringify({ ...job, padding: "x".repeat(7 * MEBIBYTE) });
  await serve((response) => response.end(body));
  const created = await createJob(clientFor({ ...server, ...keys }), batchSpec);
  expect(created.uuid).toBe(job.uuid);
});

test("H02: a drip that never ends is cut at the attempt's time", async () => {
  await serve((response) => {
    const drip = setInterval(() => response.write(" "), 10);
    response.on("close", () => clearInterval(drip));
  });
  expect(await create(300)).toEqual(["ambiguous", 1]);
});

test("H02: headers that never end are cut at the attempt's time", async () => {
  await serve((response) => {
    const { socket } = response;
    const drip = setInterval(() => socket?.write("X"), 10);
    socket?.write("HTTP/1.1 200 OK\r\n");
    response.on("close", () => clearInterval(drip));
  });
  expect(await create(300)).toEqual(["ambiguous", 1]);
});
