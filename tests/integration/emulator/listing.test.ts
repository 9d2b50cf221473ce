import { batchJob, persistentJob } from "./jobBodies";
import { filter, refusal } from "./signedRequest";
import { useRig } from "./useEmulator";

const rig = useRig();
const { call, create, list, read, titles } = rig;
let uuids: string[];

/** Twenty-two jobs a second apart: 0 and 1 have COMPLETED, 2 to 20 run, 21 is PENDING. */
beforeEach(async () => {
  uuids = [];
  for (let index = 0; index < 22; index += 1) {
    rig.clock.advance(index === 2 ? 3000 : 1000);
    const title = `job ${index}`;
    uuids.push(await create(index < 2 ? batchJob({ title }) : persistentJob({ title })));
  }
});

test("a list without a query is the first page of twenty, newest first", async () => {
  const { data, ...envelope } = await read("/v1/jobs");
  expect(envelope).toEqual({ limit: 20, page: 1, total: 22 });
  expect(data).toMatchObject(
    Array.from({ length: 20 }, (_, index) => ({ title: `job ${21 - index}` })),
  );
});

test.each<[string, string, string[]]>([
  ["page=2", "the rest", ["job 1", "job 0"]],
  [
    filter("status", "PENDING,COMPLETED"),
    "jobs of any status in a comma list",
    ["job 21", "job 1", "job 0"],
  ],
  [`${filter("status", "COMPLETED")}&${filter("task", "PERSISTENT")}`, "what fits all filters", []],
  [
    filter("created_at", "2026-01-01T00:00:01Z,2026-01-01T00:00:05Z"),
    "a range of times without its end",
    ["job 1", "job 0"],
  ],
  [`${filter("min_ram_gb", "0,8")}&limit=1`, "a range of numbers", ["job 21"]],
])("%s lists %s", async (query, _what, expected) => {
  expect(await titles(query)).toEqual(expected);
});

test("jobs are filtered by a comma list of uuids, and runs by their job", async () => {
  const wanted = `${uuids[3] ?? ""},${uuids[7] ?? ""}`;
  expect(await titles(filter("uuid", wanted))).toEqual(["job 7", "job 3"]);
  const runs = await list(`/v1/job-runs?${filter("job_uuid", uuids[5] ?? "")}`);
  expect(runs).toMatchObject([{ job_uuid: uuids[5] }]);
});

test.each([
  ["limit=51", "limit"],
  [filter("title", "x"), "filter[title]"],
])("the query %s is refused", async (query, name) => {
  const answer = await call("GET", `/v1/jobs?${query}`);
  expect(answer).toMatchObject(refusal(400, "invalid_query"));
  expect(JSON.stringify(answer.body)).toContain(`"${name}: `);
});
