import { createManualClock, type Emulator, startEmulator } from "../../../emulator";
import { batchJob, persistentJob } from "./jobBodies";
import { type Caller, createCaller } from "./signedRequest";

const clock = createManualClock();
let emulator: Emulator;
let call: Caller;
const uuids: string[] = [];

/** Twenty-two jobs a second apart: 0 and 1 have COMPLETED, 2 to 20 run, 21 is PENDING. */
beforeAll(async () => {
  emulator = await startEmulator({ clock });
  call = createCaller(emulator, () => clock.now());
  for (let index = 0; index < 22; index += 1) {
    clock.advance(index === 2 ? 3000 : 1000);
    const title = `job ${index}`;
    const body = index < 2 ? batchJob({ title }) : persistentJob({ title });
    uuids.push(String((await call("POST", "/v1/jobs", body)).body["uuid"]));
  }
});
afterAll(() => emulator.close());

async function titles(query: string): Promise<unknown[]> {
  const answer = await call("GET", `/v1/jobs?${query}`);
  return (answer.body["data"] as { title: string }[]).map(({ title }) => title);
}

const filter = (property: string, value: string): string =>
  `filter%5B${property}%5D=${encodeURIComponent(value)}`;

test("a list without a query is the first page of twenty, newest first", async () => {
  const { data, ...envelope } = (await call("GET", "/v1/jobs")).body;
  expect(envelope).toEqual({ limit: 20, page: 1, total: 22 });
  expect((data as { title: string }[])[0]?.title).toBe("job 21");
});

test("the second page holds the rest", async () => {
  expect(await titles("page=2")).toEqual(["job 1", "job 0"]);
});

test("a page past the end is empty", async () => {
  expect(await titles("page=3")).toEqual([]);
});

test("sorting by created_at puts the oldest first", async () => {
  expect(await titles("limit=2&sort=created_at")).toEqual(["job 0", "job 1"]);
});

test("status filters take a comma list", async () => {
  expect(await titles(filter("status", "PENDING,COMPLETED"))).toEqual(["job 21", "job 1", "job 0"]);
});

test("uuid filters take a comma list", async () => {
  const wanted = `${uuids[3] ?? ""},${uuids[7] ?? ""}`;
  expect(await titles(filter("uuid", wanted))).toEqual(["job 7", "job 3"]);
});

test("filters add up", async () => {
  const query = `${filter("status", "COMPLETED")}&${filter("task", "PERSISTENT")}`;
  expect(await titles(query)).toEqual([]);
});

test("the total counts what the filters leave", async () => {
  const answer = await call("GET", `/v1/jobs?${filter("task", "BATCH")}&limit=1`);
  expect(answer.body).toMatchObject({ limit: 1, page: 1, total: 2 });
});

test("runs are filtered by job", async () => {
  const answer = await call("GET", `/v1/job-runs?${filter("job_uuid", uuids[5] ?? "")}`);
  expect(answer.body).toMatchObject({ total: 1, data: [{ job_uuid: uuids[5] }] });
});

test("runs are filtered by status", async () => {
  const answer = await call("GET", `/v1/job-runs?${filter("status", "COMPLETED")}`);
  expect(answer.body["total"]).toBe(2);
});

test("jobs made in the same millisecond keep their order", async () => {
  const still = await startEmulator({ clock });
  const callStill = createCaller(still, () => clock.now());
  for (const title of ["a", "b", "c"]) {
    await callStill("POST", "/v1/jobs", persistentJob({ title }));
  }
  const { body } = await callStill("GET", "/v1/jobs");
  await still.close();
  expect((body["data"] as { title: string }[]).map(({ title }) => title)).toEqual(["c", "b", "a"]);
});

test.each([
  ["limit=0", "limit"],
  ["limit=51", "limit"],
  ["limit=ten", "limit"],
  ["page=0", "page"],
  ["sort=title", "sort"],
  ["colour=red", "colour"],
  ["limit=1&limit=2", "limit"],
  [filter("title", "x"), "filter[title]"],
])("the query %s is refused", async (query, name) => {
  const answer = await call("GET", `/v1/jobs?${query}`);
  expect(answer).toMatchObject({ status: 400, body: { error: { code: "invalid_query" } } });
  expect(JSON.stringify(answer.body)).toContain(`"${name}: `);
});

test("jobs are filtered by the day of their creation", async () => {
  const query = `${filter("created_at", "2026-01-01")}&limit=1`;
  expect((await call("GET", `/v1/jobs?${query}`)).body["total"]).toBe(22);
});

test("jobs are filtered by a range of creation times, the end left out", async () => {
  const range = "2026-01-01T00:00:01Z,2026-01-01T00:00:05Z";
  expect(await titles(filter("created_at", range))).toEqual(["job 1", "job 0"]);
});

test("jobs are filtered by a range of numbers", async () => {
  expect([
    await titles(`${filter("min_ram_gb", "0,8")}&limit=1`),
    await titles(filter("min_ram_gb", "8,16")),
  ]).toEqual([["job 21"], []]);
});
