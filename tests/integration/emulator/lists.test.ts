// Lists that are not what was asked for, and that report wrong numbers.
import type { EmulatorOptions } from "../../../emulator";
import { batchJob, persistentJob } from "./jobBodies";
import { filter, refusal } from "./signedRequest";
import { type Rig, useEmulator } from "./useEmulator";

const startEmulator = useEmulator();

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
  test.each<[NonNullable<EmulatorOptions["listOrder"]>, string, string]>([
    ["oldest-first", "sort=-created_at", "abcd"],
    ["insertion", "sort=-created_at", "abcd"],
    ["newest-first", "sort=created_at", "dcba"],
  ])("%s ignores %s", async (listOrder, query, expected) => {
    const rig = await start({ listOrder });
    expect((await rig.titles(query)).join("")).toBe(expected);
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

  test("shuffled differs from any order that is asked for, by its seed, and is the same on all pages", async () => {
    const rig = await start({ listOrder: "shuffled", shuffleSeed: "s", seed: "s" });
    const whole = await rig.titles("sort=created_at");
    const pages = [await rig.titles("limit=2"), await rig.titles("limit=2&page=2")];
    rig.emulator.changeSettings({ shuffleSeed: "t" });
    expect(pages.flat()).toEqual(whole);
    expect(whole.toSorted()).toEqual(["a", "b", "c", "d"]);
    expect(["abcd", "dcba", (await rig.titles()).join("")]).not.toContain(whole.join(""));
  });
});

describe("filters", () => {
  const batch = filter("task", "BATCH");
  const two = filter("status", "PENDING,RUNNING");
  const one = filter("status", "RUNNING");

  test.each<[string, EmulatorOptions["listFilters"], string, string]>([
    ["that are ignored leave everything", "ignored", batch, "dcba"],
    ["that are ignored need not exist", "ignored", filter("nonsense", "x"), "dcba"],
    ["can be ignored one by one", { status: "ignored" }, `${one}&${batch}`, "ba"],
    ["that are refused spare a list without any", "refused", "limit=50", "dcba"],
    ["that honour the first value alone forget the second", "first-value", two, ""],
    ["that take one value find nothing for two", "one-value", two, ""],
    ["that take one value find what it names", "one-value", one, "dc"],
  ])("%s", async (_name, listFilters, query, expected) => {
    const rig = await start({ listFilters: listFilters ?? "honoured" });
    rig.clock.advance(10_000);
    expect((await rig.titles(query)).join("")).toBe(expected);
  });

  test("that are refused are answered 400 as an unknown one is", async () => {
    const rig = await start({ listFilters: "refused" });
    const answer = await rig.call("GET", `/v1/jobs?${batch}`);
    expect(answer).toMatchObject(refusal(400, "invalid_query"));
    expect(JSON.stringify(answer.body)).toContain("filter[task]");
  });
});

test("a cap on the size of pages applies to every request, and is reported", async () => {
  const rig = await start({ pageSizeMost: 3 });
  expect(await rig.read("/v1/jobs?limit=50")).toMatchObject({ limit: 3, total: 4 });
  expect([await rig.titles("limit=50"), await rig.titles("limit=50&page=2")]).toEqual([
    ["d", "c", "b"],
    ["a"],
  ]);
});

describe("the numbers of a list", () => {
  test.each<[string, EmulatorOptions, object]>([
    ["a total that is never below zero", { toldTotal: { plus: -9 } }, { total: 0 }],
    ["a total that is too large", { toldTotal: { plus: 3 } }, { total: 7 }],
    ["a total of the page", { toldTotal: "of-page" }, { total: 2 }],
    ["no total", { toldTotal: "missing" }, { total: undefined }],
    ["a total of each page's own", { toldTotal: { plus: 1, plusPerPage: -2 } }, { total: 3 }],
    ["the limit that was asked for", { pageSizeMost: 1, toldLimit: "asked" }, { limit: 2 }],
    ["no limit", { toldLimit: "missing" }, { limit: undefined }],
    ["the page before", { toldPage: { plus: -1 } }, { page: 1 }],
  ])("can be %s", async (_name, options, expected) => {
    const rig = await start(options);
    const { data, ...numbers } = await rig.read("/v1/jobs?limit=2&page=2");
    expect(data).toHaveLength("pageSizeMost" in options ? 1 : 2);
    expect({ limit: undefined, total: undefined, ...numbers }).toEqual({
      limit: 2,
      page: 2,
      total: 4,
      ...expected,
    });
  });

  test.each(["job-runs", "job-recipes", "gpu-registry", "compute/offers"])(
    "can be wrong for %s too",
    async (path) => {
      const rig = await start({ toldTotal: "missing", pageSizeMost: 1 });
      const { data, ...numbers } = await rig.read(`/v1/${path}`);
      expect([Object.keys(numbers), data]).toMatchObject([["limit", "page"], [{}]]);
    },
  );
});

describe("a list that moves while it is read", () => {
  const settings = { hiddenFromLists: { newest: 1 } };

  test.each<[string, EmulatorOptions, string[], number]>([
    ["skips what jobs that left have moved to the page before", { pageShift: -1 }, ["dc", "a"], 3],
    ["repeats items as arrivals would make it", { pageShift: 1 }, ["dc", "cb"], 5],
    [
      "can lose a job between two pages by a fault script",
      { faults: [{ route: "GET /v1/jobs", occurrence: 2, action: "set", settings }] },
      ["dc", "a"],
      3,
    ],
  ])("%s, and counts it", async (_name, options, expected, total) => {
    const rig = await start(options);
    const pages = [await rig.titles("limit=2"), await rig.titles("limit=2&page=2")];
    expect(pages.map((titles) => titles.join(""))).toEqual(expected);
    expect((await rig.read("/v1/jobs?limit=2&page=2"))["total"]).toBe(total);
  });

  test("moves nothing where the oldest come first", async () => {
    const rig = await start({ pageShift: 1 });
    expect(await rig.titles("limit=2&page=2&sort=created_at")).toEqual(["c", "d"]);
  });
});
