// What the documents leave open, and the server's clock: found out once, then remembered.
import { type Emulator, type EmulatorOptions, startEmulator } from "../../../emulator";
import type { ApiClient } from "../../../provider/api/http/client";
import { createJob, getJob } from "../../../provider/api/endpoints/jobs";
import { scaledClock } from "../../support/scaledClock";
import { clientFor } from "../../support/clientFor";
import { errorOf } from "./errorOf";
import { batchSpec } from "./jobSpecs";
import { startOwnServer } from "../../support/ownServer";

let emulator: Emulator;
let api: ApiClient;

const start = async (options: EmulatorOptions = {}): Promise<void> => {
  emulator = await startEmulator(options);
  api = clientFor(emulator);
};
const statuses = (): (number | null)[] => emulator.requests().map(({ status }) => status);
const titles = (): string[] => emulator.ledger().jobs.map(({ title }) => title);
const create = (title: string): Promise<unknown> => createJob(api, { ...batchSpec, title });

describe("a server with habits of its own", () => {
  afterEach(() => emulator.close());

  test.each([
    ["ten minutes behind", -600_000],
    ["300 days behind", -300 * 86_400_000],
  ])(
    "G06, G07: whose clock is %s costs one more request, once, and buys no more",
    async (...row) => {
      const [, offsetMs] = row;
      await start({
        clock: {
          now: () => Date.now() + offsetMs,
          after: (delayMs, callback) => {
            const timer = setTimeout(callback, delayMs).unref();
            return () => clearTimeout(timer);
          },
        },
      });
      await create("first");
      await create("second");
      expect([statuses(), titles()]).toEqual([
        [401, 201, 201],
        ["first", "second"],
      ]);
    },
  );

  // Beyond a year it is unknown whose clock is wrong, so no correction is made.
  test("G06: a machine whose clock says 1970 is refused once, and nothing is bought", async () => {
    await start();
    const clock = { ...scaledClock, nowMs: () => 0 };
    const { message } = await errorOf(createJob(clientFor(emulator, { clock }), batchSpec));
    expect([statuses(), titles()]).toEqual([[401], []]);
    expect(message).toContain("X-Time is more than 5 minutes away from this server's clock");
  });
});

const undated = "The answer has no date to check this machine's clock by: is it right?";

test.each([
  ["no date", undefined, undated],
  ["a date of another age", "Thu, 01 Jan 2099 00:00:00 GMT", "clock"],
])("G08: a 401 with %s is not repeated, and the clock is put in doubt", async (...row) => {
  const [, date, words] = row;
  const server = await startOwnServer((_request, response) => {
    response.sendDate = false;
    if (date !== undefined) response.setHeader("Date", date);
    response.writeHead(401).end('{"message":"X-Time is too far away"}');
  });
  const account = { url: server.url, publicKey: "pk_test", secretKey: "sk_test_0123456789" };
  const reading = getJob(clientFor(account), "00000000-0000-4000-8000-000000000000");
  const { message } = await errorOf(reading);
  await server.close();
  expect([server.requests(), message]).toEqual([1, expect.stringContaining(words)]);
});
