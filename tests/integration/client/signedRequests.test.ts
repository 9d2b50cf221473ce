// What a server can check about every request: what was signed is what came.
import { createHash, createHmac } from "node:crypto";
import http, { type IncomingMessage } from "node:http";

import { type Emulator, startEmulator } from "../../../emulator";
import { canListJobs, createJob, getJob } from "../../../provider/api/endpoints/jobs";
import { clientFor } from "../../support/clientFor";
import { batchSpec } from "./jobSpecs";
import { type OwnServer, startOwnServer } from "../../support/ownServer";

jest.setTimeout(60_000);
let emulator: Emulator;
let between: OwnServer | undefined;

beforeEach(async () => {
  emulator = await startEmulator();
});
afterEach(async () => {
  await between?.close();
  between = undefined;
  await emulator.close();
});

/** A request as it came over the wire. */
interface Arrival {
  readonly request: IncomingMessage;
  readonly body: Buffer;
}

/** A proxy before the emulator that records requests and forwards each this many times. */
async function standBetween(copies: number): Promise<readonly Arrival[]> {
  const arrivals: Arrival[] = [];
  between = await startOwnServer((request, response) => {
    const received: Buffer[] = [];
    request.on("data", (bytes: Buffer) => received.push(bytes));
    request.on("end", () => {
      const body = Buffer.concat(received);
      arrivals.push({ request, body });
      void (async () => {
        const first = await sendOn(request, body);
        for (let copy = 1; copy < copies; copy += 1) await sendOn(request, body);
        response.writeHead(first.status, first.headers).end(first.body);
      })();
    });
  });
  return arrivals;
}

function sendOn(
  { url = "", method, headers }: IncomingMessage,
  body: Buffer,
): Promise<{ status: number; headers: http.IncomingHttpHeaders; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const onward = http.request(`${emulator.url}${url}`, { method, headers });
    onward.on("error", reject);
    onward.on("response", (answer) => {
      const received: Buffer[] = [];
      answer.on("data", (bytes: Buffer) => received.push(bytes));
      answer.on("end", () =>
        resolve({
          status: answer.statusCode ?? 500,
          headers: { "content-type": "application/json", date: answer.headers.date },
          body: Buffer.concat(received),
        }),
      );
    });
    onward.end(body);
  });
}

const account = (): { url: string; publicKey: string; secretKey: string } => ({
  url: between?.url ?? emulator.url,
  publicKey: emulator.publicKey,
  secretKey: emulator.secretKey,
});

/** The signature over the very bytes that came. */
function signatureOverBytes({ request, body }: Arrival): string {
  const { headers, method = "", url = "" } = request;
  const [pathname = "", query = ""] = url.split("?");
  const bodyHash = createHash("sha256").update(body).digest("hex");
  const parts = [headers["x-api-key"], headers["x-time"], headers["x-nonce"]];
  const signed = [...parts, method, pathname, query, bodyHash].map(String).join("|");
  return createHmac("sha256", emulator.secretKey).update(signed).digest("hex");
}

test("G05: the bytes that arrive and the JSON that they mean carry the same signature", async () => {
  const arrivals = await standBetween(1);
  const api = clientFor(account());
  const env = { Z: "é 💾 \u2028 \u007f", "\uff5e": "1", "😀": '"\\/' };
  const created = await createJob(api, {
    ...batchSpec,
    container: { ...batchSpec.container, env },
    minVramGb: 0.1,
  });
  await getJob(api, created.uuid);
  await canListJobs(api);
  expect(arrivals.map(({ request }) => request.headers["x-signature"])).toEqual(
    arrivals.map(signatureOverBytes),
  );
  // The emulator makes its signature from the parsed JSON.
  expect(emulator.requests().map(({ status }) => status)).toEqual([201, 200, 200]);
});

test("G12: a create that the network delivers twice buys one job, and does not fail", async () => {
  await standBetween(2);
  const { uuid: made } = await createJob(clientFor(account()), batchSpec);
  expect(emulator.requests().map(({ status }) => status)).toEqual([201, 401]);
  expect(emulator.ledger().jobs.map((job) => job.uuid)).toEqual([made]);
});
