// Lists that are not what was asked for, and that report wrong numbers.
import type { EmulatorOptions } from "../../../emulator";
import { batchJob, persistentJob } from "./jobBodies";
import { control } from "./signedRequest";
import { type Rig, useEmulator } from "./useEmulator";

const startEmulator = useEmulator();
const filter = (property: string, value: string): string =>
  `filter%5B${property}%5D=${encodeURIComponent(value)}`;

/** Four jobs a second apart: a and b are batch jobs, c and d are not. */
async function start(options: EmulatorOptions): Promise<Rig> {
  const rig = await startEmulator(options);
  for (const title of ["a", "b", "c", "d"]) {
    await rig.create(title < "c" ? batchJob({ title }) : persistentJob({ title }));
    rig.clock.advance(1000);
  }
  return rig;
}

describe("the order of a list", () => {
  test.each<[EmulatorOptions["listOrder"], string]>([
    ["oldest-first", "sort=-created_at"],
    ["insertion", "sort=-created_at"],
  ])("%s ignores %s", async (listOrder, query) => {
    const rig = await start({ listOrder });
    expect(await rig.titles(query)).toEqual(["a", "b", "c", "d"]);
  });

  test("newest-first ignores sort=created_at", async () => {
    const rig = await start({ listOrder: "newest-first" });
    expect(await rig.titles("sort=created_at")).toEqual(["d", "c", "b", "a"]);
  });

  test("insertion keeps runs by their jobs, not by their dates", async () => {
    const rig = await startEmulator({ listOrder: "insertion" });
    const first = await rig.create(persistentJob({ max_retry_count: 1 }));
    const second = await rig.create();
    rig.clock.advance(1000);
    await rig.emulator.killNode(first);
    rig.clock.advance(1000);
    const runs = await rig.list("/v1/job-runs");
    expect(runs.map((run) => run["job_uuid"])).toEqual([first, first, second]);
  });

  test("shuffled is a different order from any that is asked for, and is the same on all pages", async () => {
    const rig = await start({ listOrder: "shuffled", shuffleSeed: "s", seed: "s" });
    const whole = await rig.titles("sort=created_at");
    const pages = [await rig.titles("limit=2"), await rig.titles("limit=2&page=2")];
    expect(pages.flat()).toEqual(whole);
    expect(whole.toSorted()).toEqual(["a", "b", "c", "d"]);
    expect([
      ["a", "b", "c", "d"],
      ["d", "c", "b", "a"],
    ]).not.toContainEqual(whole);
  });

  test("shuffled by another seed is another one", async () => {
    const rig = await start({ listOrder: "shuffled", shuffleSeed: "s", seed: "s" });
    const before = await rig.titles();
    rig.emulator.changeSettings({ shuffleSeed: "t" });
    expect(await rig.titles()).not.toEqual(before);
  });
});

describe("filters", () => {
  const batch = filter("task", "BATCH");
  const two = filter("status", "PENDING,RUNNING");

  test("that are ignored leave everything", async () => {
    const rig = await start({ listFilters: "ignored" });
    expect(await rig.titles(batch)).toHaveLength(4);
  });

  test("that are ignored need not exist", async () => {
    const rig = await start({ listFilters: "ignored" });
    expect(await rig.titles(filter("nonsense", "x"))).toHaveLength(4);
  });

  test("that are refused are answered 400 as an unknown one is", async () => {
    const rig = await start({ listFilters: "refused" });
    const answer = await rig.call("GET", `/v1/jobs?${batch}`);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: "invalid_query" } } });
    expect(JSON.stringify(answer.body)).toContain("filter[task]");
  });

  test("that are refused spare a list without any", async () => {
    const rig = await start({ listFilters: "refused" });
    expect(await rig.titles("limit=50")).toHaveLength(4);
  });

  test("that honour the first value alone forget the second", async () => {
    const rig = await start({ listFilters: "first-value" });
    rig.clock.advance(10_000);
    expect([await rig.titles(two), await rig.titles(filter("status", "RUNNING,PENDING"))]).toEqual([
      [],
      ["d", "c"],
    ]);
  });

  test("that take one value find nothing for two", async () => {
    const rig = await start({ listFilters: "one-value" });
    rig.clock.advance(10_000);
    expect([await rig.titles(two), await rig.titles(filter("status", "RUNNING"))]).toEqual([
      [],
      ["d", "c"],
    ]);
  });

  test("can be ignored one by one", async () => {
    const rig = await start({ listFilters: { status: "ignored" } });
    expect(await rig.titles(`${filter("status", "FAILED")}&${batch}`)).toEqual(["b", "a"]);
  });
});

describe("a cap on the size of pages", () => {
  test("applies to every request, and is reported", async () => {
    const rig = await start({ pageSizeMost: 3 });
    expect((await rig.call("GET", "/v1/jobs?limit=50")).body).toMatchObject({ limit: 3, total: 4 });
    expect([await rig.titles("limit=50"), await rig.titles("limit=50&page=2")]).toEqual([
      ["d", "c", "b"],
      ["a"],
    ]);
  });

  test("can be kept quiet", async () => {
    const rig = await start({ pageSizeMost: 3, toldLimit: "asked" });
    expect((await rig.call("GET", "/v1/jobs?limit=50")).body["limit"]).toBe(50);
  });
});

describe("the numbers of a list", () => {
  test.each<[string, EmulatorOptions, unknown]>([
    ["too small", { toldTotal: { plus: -3 } }, 1],
    ["never below zero", { toldTotal: { plus: -9 } }, 0],
    ["too large", { toldTotal: { plus: 3 } }, 7],
    ["those of the page", { toldTotal: "of-page" }, 2],
    ["missing", { toldTotal: "missing" }, undefined],
  ])("can be %s", async (_name, options, total) => {
    const rig = await start(options);
    expect((await rig.call("GET", "/v1/jobs?limit=2")).body["total"]).toBe(total);
  });

  test("can change from page to page", async () => {
    const rig = await start({ toldTotal: { plus: 1, plusPerPage: -2 } });
    const totals: unknown[] = [];
    for (const page of [1, 2, 3]) {
      totals.push((await rig.call("GET", `/v1/jobs?limit=2&page=${page}`)).body["total"]);
    }
    expect(totals).toEqual([5, 3, 1]);
  });

  test("can be off for the page and missing for the limit", async () => {
    const rig = await start({ toldPage: { plus: -1 }, toldLimit: "missing" });
    const { data, ...numbers } = (await rig.call("GET", "/v1/jobs?limit=2&page=2")).body;
    expect([numbers, data]).toEqual([{ page: 1, total: 4 }, expect.any(Array)]);
  });

  test("hold for every list", async () => {
    const rig = await start({ toldTotal: "missing", pageSizeMost: 1 });
    for (const path of ["job-runs", "job-recipes", "gpu-registry", "compute/offers"]) {
      const { body } = await rig.call("GET", `/v1/${path}`);
      expect([path, Object.keys(body), (body["data"] as unknown[]).length]).toEqual([
        path,
        ["data", "limit", "page"],
        1,
      ]);
    }
  });
});

describe("a list that moves while it is read", () => {
  test("skips what jobs that left have moved to the page before", async () => {
    const rig = await start({ pageShift: -1 });
    expect([await rig.titles("limit=2"), await rig.titles("limit=2&page=2")]).toEqual([
      ["d", "c"],
      ["a"],
    ]);
  });

  test("counts those that left no more", async () => {
    const rig = await start({ pageShift: -1 });
    expect((await rig.call("GET", "/v1/jobs?limit=2&page=2")).body["total"]).toBe(3);
  });

  test("can lose a job between two pages by a fault script", async () => {
    const rig = await start({
      faults: [
        {
          route: "GET /v1/jobs",
          occurrence: 2,
          action: "set",
          settings: { hiddenFromLists: { newest: 1 } },
        },
      ],
    });
    expect([await rig.titles("limit=2"), await rig.titles("limit=2&page=2")]).toEqual([
      ["d", "c"],
      ["a"],
    ]);
  });
});

test.each([
  [{ listOrder: "sideways" }, "listOrder"],
  [{ listFilters: { status: "maybe" } }, "listFilters"],
  [{ pageSizeMost: 0 }, "pageSizeMost"],
  [{ toldTotal: "wrong" }, "toldTotal"],
  [{ hiddenFromLists: { oldest: 1 } }, "hiddenFromLists"],
])("the setting %j is refused", async (changes, knob) => {
  const { emulator } = await startEmulator();
  const answer = await control(emulator, "settings", changes);
  expect([answer.status, JSON.stringify(answer.body)]).toEqual([
    422,
    expect.stringContaining(`"${knob}`),
  ]);
});
