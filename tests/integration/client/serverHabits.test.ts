// What the documents leave open, and the server's clock: found out once, then remembered.
import { type Emulator, type EmulatorOptions, startEmulator } from "../../../emulator";
import type { ApiClient } from "../../../provider/api/http/client";
import { createJob, getJob } from "../../../provider/api/endpoints/jobs";
import { scaledClock } from "../../support/scaledClock";
import { clientFor } from "../../support/clientFor";
import { errorOf } from "./errorOf";
import { batchSpec } from "./jobSpecs";
import { type OwnServer, startOwnServer } from "../../support/ownServer";

let emulator: Emulator;
let api: ApiClient;

const start = async (options: EmulatorOptions): Promise<void> => {
  emulator = await startEmulator(options);
  api = clientFor(emulator);
};
const statuses = (): (number | null)[] => emulator.requests().map(({ status }) => status);

describe("on a server that signs bodies as they are", () => {
  beforeEach(() => start({ canonicalForms: { body: "raw" } }));
  afterEach(() => emulator.close());
  const create = (title: string): Promise<unknown> => createJob(api, { ...batchSpec, title });

  test("a title beyond ASCII is accepted after one refused request", async () => {
    await create("forêt");
    expect(statuses()).toEqual([401, 201]);
  });

  test("the second such title needs no refused request", async () => {
    await create("forêt");
    await create("rivière");
    expect(statuses()).toEqual([401, 201, 201]);
  });

  test("a title in ASCII needs no refused request", async () => {
    await create("forest");
    expect(statuses()).toEqual([201]);
  });

  test("a refused request has created nothing", async () => {
    await create("forêt");
    expect(emulator.ledger().jobs.map(({ title }) => title)).toEqual(["forêt"]);
  });
});

describe("on a server that spells spaces as plus signs", () => {
  beforeEach(() => start({ canonicalForms: { querySpace: "+" } }));
  afterEach(() => emulator.close());
  const list = (status: string): Promise<unknown> =>
    api.call({
      endpoint: "GET /v1/jobs",
      method: "GET",
      pathname: "/v1/jobs",
      query: [["filter[status]", status]],
      repeatable: true,
    });

  test("a query with a space is accepted after one refused request", async () => {
    await list("NO SUCH");
    expect(statuses()).toEqual([401, 200]);
  });

  test("the second such query needs no refused request", async () => {
    await list("NO SUCH");
    await list("NONE EITHER");
    expect(statuses()).toEqual([401, 200, 200]);
  });
});

describe.each([
  ["ten minutes ahead", 600_000],
  ["ten minutes behind", -600_000],
  ["a day ahead", 86_400_000],
  ["300 days behind", -300 * 86_400_000],
])("on a server whose clock is %s", (_name, offsetMs) => {
  beforeEach(() =>
    start({
      clock: {
        now: () => Date.now() + offsetMs,
        after: (delayMs, callback) => {
          const timer = setTimeout(callback, delayMs).unref();
          return () => clearTimeout(timer);
        },
      },
    }),
  );

  afterEach(() => emulator.close());

  test("G06: the first request is corrected with one more", async () => {
    await createJob(api, batchSpec);
    expect(statuses()).toEqual([401, 201]);
  });

  test("G06: later requests are right at once", async () => {
    await createJob(api, batchSpec);
    await createJob(api, batchSpec);
    expect(statuses()).toEqual([401, 201, 201]);
  });

  test("G07: one job is created, not two", async () => {
    await createJob(api, batchSpec);
    expect(emulator.ledger().jobs).toHaveLength(1);
  });
});

describe("a 401 without a usable time", () => {
  const uuid = "00000000-0000-4000-8000-000000000000";
  let server: OwnServer;
  let message: string;

  async function refuse(date: string | undefined): Promise<void> {
    server = await startOwnServer((_request, response) => {
      response.sendDate = false;
      if (date !== undefined) response.setHeader("Date", date);
      response.writeHead(401).end('{"message":"X-Time is too far away"}');
    });
    const account = { url: server.url, publicKey: "pk_test", secretKey: "sk_test_0123456789" };
    // One that asks the server again would be answered again, and counted.
    ({ message } = await errorOf(getJob(clientFor(account), uuid)));
    await server.close();
  }

  test.each([
    ["no date", undefined],
    ["an empty date", ""],
    ["a date that is none", "soon"],
  ])("G08: with %s is not repeated, and the clock is put in doubt", async (_name, date) => {
    await refuse(date);
    expect(server.requests()).toBe(1);
    expect(message).toMatch(
      /The answer has no date to check this machine's clock by: is it right\?$/,
    );
  });

  const absurd = "Thu, 01 Jan 2099 00:00:00 GMT";
  test("G08: with a date of another age is not repeated", async () => {
    await refuse(absurd);
    expect(server.requests()).toBe(1);
  });

  test("G08: a date of another age puts the clock in doubt", async () => {
    await refuse(absurd);
    expect(message).toContain("clock");
  });
});

// Beyond a year it is unknown whose clock is wrong, so no correction is made.
describe("a machine whose clock says 1970", () => {
  const clock = { ...scaledClock, nowMs: () => 0 };
  let message: string;
  beforeEach(async () => {
    emulator = await startEmulator();
    ({ message } = await errorOf(createJob(clientFor(emulator, { clock }), batchSpec)));
  });
  afterEach(() => emulator.close());

  test("G06: is refused once, and nothing is bought", () => {
    expect([statuses(), emulator.ledger().jobs]).toEqual([[401], []]);
  });

  test("G06: contains the server's words about it", () => {
    expect(message).toContain("X-Time is more than 5 minutes away from this server's clock");
  });
});
