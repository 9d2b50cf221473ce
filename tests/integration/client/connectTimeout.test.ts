// A server whose queue of connections is full: the system drops what a client sends to open one.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";

import { createJob } from "../../../provider/api/endpoints/jobs";
import { createFakeClock } from "../../support/fakes";
import { clientFor } from "../../support/clientFor";
import { errorOf } from "./errorOf";
import { batchSpec } from "./jobSpecs";

const ACCEPTS_NOTHING = `
  const server = require("node:net").createServer().listen(
    { port: 0, host: "127.0.0.1", backlog: 1 },
    () => {
      require("node:fs").writeSync(1, String(server.address().port));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    },
  );`;
/** How often undici checks its timers. */
const TICK_MS = 499;

let server: ChildProcess;
let queued: Socket[];
let url: string;

beforeAll(async () => {
  server = spawn(process.execPath, ["-e", ACCEPTS_NOTHING], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (server.stdout === null) throw new Error("the server has no output");
  const [printed] = (await once(server.stdout, "data")) as [Buffer];
  const port = Number(printed);
  queued = [connect(port, "127.0.0.1"), connect(port, "127.0.0.1")];
  await Promise.all(queued.map((socket) => once(socket, "connect")));
  url = `http://127.0.0.1:${port}`;
});
afterAll(() => {
  jest.useRealTimers();
  for (const socket of queued) socket.destroy();
  server.kill("SIGKILL");
});

test("A04: a connection that is never accepted is given up five times in a minute, and nothing was sent", async () => {
  const clock = createFakeClock();
  // Only what undici counts its ten seconds with: the sockets are real.
  jest.useFakeTimers({
    doNotFake: ["Date", "hrtime", "nextTick", "performance", "queueMicrotask", "setImmediate"],
  });
  const account = { url, publicKey: "pk_test", secretKey: "sk_test_0123456789" };
  const progress = { isOver: false };
  const call = errorOf(createJob(clientFor(account, { clock }), batchSpec)).finally(() => {
    progress.isOver = true;
  });
  let passedMs = 0;
  while (!progress.isOver) {
    await new Promise(setImmediate);
    jest.advanceTimersByTime(TICK_MS);
    passedMs += TICK_MS;
  }
  const { kind, attempts, message } = await call;
  expect([kind, attempts, message]).toEqual([
    "notSent",
    5,
    expect.stringContaining("(UND_ERR_CONNECT_TIMEOUT)"),
  ]);
  const pausedMs = clock.slept.reduce((sum, pauseMs) => sum + pauseMs, 0);
  expect([passedMs >= 50_000, passedMs + pausedMs < 70_000]).toEqual([true, true]);
});
