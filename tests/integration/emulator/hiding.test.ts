// Jobs that are there and are not shown: by uuid, in lists, and once they have ended.
import { batchJob, persistentJob } from "./jobBodies";
import { control } from "./signedRequest";
import { type Rig, useEmulator } from "./useEmulator";

const start = useEmulator();
const titled = (title: string): Record<string, unknown> => persistentJob({ title });

async function status({ call }: Rig, uuid: string): Promise<number> {
  return (await call("GET", `/v1/jobs/${uuid}`)).status;
}

describe("a job that is hidden from reads", () => {
  test("is answered 404 in the API's own form while the list shows it alive", async () => {
    const rig = await start({ hiddenFromReads: {} });
    const uuid = await rig.create();
    expect(await rig.call("GET", `/v1/jobs/${uuid}`)).toMatchObject({
      status: 404,
      body: { error: { code: "not_found", message: `There is no job ${uuid}.` } },
    });
    expect(await rig.list("/v1/jobs")).toMatchObject([{ uuid, status: "PENDING" }]);
  });

  test("comes back after its time, counted from when the knob was turned", async () => {
    const rig = await start();
    const uuid = await rig.create();
    rig.clock.advance(60_000);
    rig.emulator.changeSettings({ hiddenFromReads: { forMs: 8000 } });
    const statuses: number[] = [];
    for (const ms of [7999, 1]) {
      rig.clock.advance(ms);
      statuses.push(await status(rig, uuid));
    }
    expect(statuses).toEqual([404, 200]);
  });

  test.each<[string, (uuids: string[]) => object | null, number[]]>([
    ["can be every one", () => ({}), [404, 404]],
    ["can be one alone", ([first]) => ({ uuids: [first] }), [404, 200]],
    ["can be the newest", () => ({ newest: 1 }), [200, 404]],
    ["can be shown again", () => null, [200, 200]],
  ])("%s", async (_name, hiddenFromReads, expected) => {
    const rig = await start({ hiddenFromReads: {} });
    const uuids = [await rig.create(), await rig.create()];
    await control(rig.emulator, "settings", { hiddenFromReads: hiddenFromReads(uuids) });
    const statuses: number[] = [];
    for (const uuid of uuids) statuses.push(await status(rig, uuid));
    expect(statuses).toEqual(expected);
  });

  test("hides its run by uuid, and no run from the list", async () => {
    const rig = await start();
    await rig.create();
    rig.clock.advance(800);
    rig.emulator.changeSettings({ hiddenFromReads: {} });
    const [run] = await rig.list("/v1/job-runs");
    expect((await rig.call("GET", `/v1/job-runs/${String(run?.["uuid"])}`)).status).toBe(404);
  });

  test("can be cancelled all the same", async () => {
    const rig = await start({ hiddenFromReads: {}, cancelAfterMs: 0 });
    const uuid = await rig.create();
    const answer = await rig.call("PUT", `/v1/jobs/${uuid}/cancel`, {});
    expect([answer.status, rig.emulator.ledger().alive]).toEqual([200, 0]);
  });
});

test.each([
  [7999, 404],
  [8000, 200],
])("with a read lag a new job is answered, after %d ms, %d", async (ms, expected) => {
  const rig = await start({ readLagMs: 8000 });
  const uuid = await rig.create();
  rig.clock.advance(ms);
  expect([await status(rig, uuid), await rig.titles()]).toEqual([expected, ["dev box"]]);
});

describe("a job that is hidden from lists", () => {
  test("is read by its uuid all the same, and takes its run with it", async () => {
    const rig = await start({ hiddenFromLists: {} });
    const uuid = await rig.create();
    rig.clock.advance(800);
    expect([await status(rig, uuid), await rig.titles(), await rig.list("/v1/job-runs")]).toEqual([
      200,
      [],
      [],
    ]);
  });

  test.each<[string, { newest: number }, string[]]>([
    ["no newest one", { newest: 0 }, ["c", "b", "a"]],
    ["the two newest", { newest: 2 }, ["a"]],
  ])("can be %s", async (_name, hiddenFromLists, titles) => {
    const rig = await start({ hiddenFromLists });
    for (const title of ["a", "b", "c"]) await rig.create(titled(title));
    expect(await rig.titles()).toEqual(titles);
    expect((await rig.read("/v1/jobs"))["total"]).toBe(titles.length);
  });

  test("can be named, and comes back after its time", async () => {
    const rig = await start();
    const uuid = await rig.create(titled("a"));
    await rig.create(titled("b"));
    rig.emulator.changeSettings({ hiddenFromLists: { uuids: [uuid], forMs: 1000 } });
    const before = await rig.titles();
    rig.clock.advance(1000);
    expect([before, await rig.titles()]).toEqual([["b"], ["b", "a"]]);
  });
});

describe("retention of nothing", () => {
  test("forgets a batch job in the moment it ends", async () => {
    const rig = await start({ retentionMs: 0 });
    const uuid = await rig.create(batchJob());
    rig.clock.advance(2799);
    const [job] = await rig.list("/v1/jobs");
    rig.clock.advance(1);
    expect([job?.["status"], await status(rig, uuid), await rig.titles()]).toEqual([
      "RUNNING",
      404,
      [],
    ]);
    expect(rig.emulator.ledger().jobs).toMatchObject([{ uuid, status: "COMPLETED" }]);
  });

  test("answers the cancel that ends a job, and then no more of it", async () => {
    const rig = await start({ retentionMs: 0, cancelAfterMs: 0 });
    const uuid = await rig.create();
    const answer = await rig.call("PUT", `/v1/jobs/${uuid}/cancel`, {});
    expect(answer).toMatchObject({ status: 200, body: { uuid, status: "CANCELLED" } });
    expect(await status(rig, uuid)).toBe(404);
  });
});
