// What the documents leave open, and the server's clock: found out once, then remembered.
import { type Emulator, type EmulatorOptions, startEmulator } from "../../../emulator";
import type { ApiClient } from "../../../provider/api/client";
import { createJob } from "../../../provider/api/endpoints/jobs";
import { clientFor } from "./clientFor";
import { batchSpec } from "./jobSpecs";

let emulator: Emulator;
let api: ApiClient;

const start = async (options: EmulatorOptions): Promise<void> => {
  emulator = await startEmulator(options);
  api = clientFor(emulator);
};
const statuses = (): (number | null)[] => emulator.requests().map(({ status }) => status);
afterEach(() => emulator.close());

describe("on a server that signs bodies as they are", () => {
  beforeEach(() => start({ canonicalForms: { body: "raw" } }));
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

  test("the first request is corrected with one more", async () => {
    await createJob(api, batchSpec);
    expect(statuses()).toEqual([401, 201]);
  });

  test("later requests are right at once", async () => {
    await createJob(api, batchSpec);
    await createJob(api, batchSpec);
    expect(statuses()).toEqual([401, 201, 201]);
  });

  test("one job is created, not two", async () => {
    await createJob(api, batchSpec);
    expect(emulator.ledger().jobs).toHaveLength(1);
  });
});

test("a 401 whose Date is nonsense is not repeated", async () => {
  await start({});
  emulator.failNext({
    route: "POST /v1/jobs",
    status: 401,
    headers: { Date: "Thu, 01 Jan 2099 00:00:00 GMT" },
    body: "{}",
  });
  await expect(createJob(api, batchSpec)).rejects.toMatchObject({ kind: "rejected" });
  expect(statuses()).toEqual([401]);
});
