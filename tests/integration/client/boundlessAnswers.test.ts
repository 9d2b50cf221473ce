import type { RequestListener, ServerResponse } from "node:http";

import { createJob } from "../../../provider/api/endpoints/jobs";
import { clientFor } from "../../support/clientFor";
import { errorOf } from "./errorOf";
import { batchSpec } from "./jobSpecs";
import { type OwnServer, startOwnServer } from "../../support/ownServer";

const keys = { publicKey: "pk_test", secretKey: "sk_test_0123456789" };
const MEBIBYTE = 1024 * 1024;
const job = { uuid: "00000000-0000-4000-8000-000000000000", status: "PENDING" };
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

async function create(attemptMs: number): Promise<[string, number]> {
  const { kind } = await errorOf(
    createJob(clientFor({ ...server, ...keys }, { attemptMs }), batchSpec),
  );
  return [kind, server.requests()];
}

const padded = (mebibytes: number): string =>
  JSON.stringify({ ...job, padding: "x".repeat(mebibytes * MEBIBYTE) });

/** Writes a space again and again until the client has left. */
function drip(response: ServerResponse): void {
  const dripping = setInterval(() => response.write(" "), 10);
  response.on("close", () => clearInterval(dripping));
}

test.each<[string, number, (response: ServerResponse) => void]>([
  ["H01: an answer of 9 MiB, although it is a job,", 20_000, (response) => response.end(padded(9))],
  ["H02: a drip that never ends", 300, drip],
])("%s is cut, which leaves a create ambiguous and sent once", async (_name, attemptMs, answer) => {
  await serve(answer);
  expect(await create(attemptMs)).toEqual(["ambiguous", 1]);
  // The server is rid of the client.
  await expect(gone).resolves.toBeUndefined();
});

test("an answer of 7 MiB is read", async () => {
  await serve((response) => response.end(padded(7)));
  const created = await createJob(clientFor({ ...server, ...keys }), batchSpec);
  expect(created.uuid).toBe(job.uuid);
});
