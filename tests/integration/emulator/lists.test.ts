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

test("the order of a list that is shuffled differs from any order that is asked for, by its seed, and is the same on all pages", async () => {
  const rig = await start({ listOrder: "shuffled", shuffleSeed: "s", seed: "s" });
  const whole = await rig.titles("sort=created_at");
  const pages = [await rig.titles("limit=2"), await rig.titles("limit=2&page=2")];
  rig.emulator.changeSettings({ shuffleSeed: "t" });
  expect(pages.flat()).toEqual(whole);
  expect(whole.toSorted()).toEqual(["a", "b", "c", "d"]);
  expect(["abcd", "dcba", (await rig.titles()).join("")]).not.toContain(whole.join(""));
});

describe("filters", () => {
  const batch = filter("task", "BATCH");
  const two = filter("status", "PENDING,RUNNING");
  const one = filter("status", "RUNNING");

  test.each<[string, EmulatorOptions["listFilters"], string, string]>([
    ["that are ignored leave everything", "ignored", batch, "dcba"],
    ["can be ignored one by one", { status: "ignored" }, `${one}&${batch}`, "ba"],
    ["that honour the first value alone forget the second", "first-value", two, ""],
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
    ["no total", { toldTotal: "missing" }, { total: undefined }],
    ["a total of each page's own", { toldTotal: { plus: 1, plusPerPage: -2 } }, { total: 3 }],
    ["the page before", { toldPage: { plus: -1 } }, { page: 1 }],
  ])("can be %s", async (_name, options, expected) => {
    const rig = await start(options);
    const { data, ...numbers } = await rig.read("/v1/jobs?limit=2&page=2");
    expect(data).toHaveLength(2);
    expect({ total: undefined, ...numbers }).toEqual({
      limit: 2,
      page: 2,
      total: 4,
      ...expected,
    });
  });
});

test("a list that moves while it is read skips what moved to the page before, and counts it", async () => {
  const rig = await start({ pageShift: -1 });
  const pages = [await rig.titles("limit=2"), await rig.titles("limit=2&page=2")];
  expect(pages).toEqual([["d", "c"], ["a"]]);
  expect((await rig.read("/v1/jobs?limit=2&page=2"))["total"]).toBe(3);
});
