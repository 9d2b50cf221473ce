// Jobs that are there and are not shown: by uuid, in lists, and once they have ended.
import { batchJob, persistentJob } from "./jobBodies";
import { control } from "./signedRequest";
import { type Rig, useEmulator } from "./useEmulator";

const start = useEmulator();

/** What a GET of each job is answered. */
async function codes({ code }: Rig, ...uuids: readonly string[]): Promise<number[]> {
  return Promise.all(uuids.map((uuid) => code(`/v1/jobs/${uuid}`)));
}

describe("a job that is hidden from reads", () => {
  test("is answered 404 in the API's own form while the list shows it alive, and can be cancelled", async () => {
    const rig = await start({ hiddenFromReads: {}, cancelAfterMs: 0 });
    const uuid = await rig.create();
    expect(await rig.call("GET", `/v1/jobs/${uuid}`)).toMatchObject({
      status: 404,
      body: { error: { code: "not_found", message: `There is no job ${uuid}.` } },
    });
    expect(await rig.list("/v1/jobs")).toMatchObject([{ uuid, status: "PENDING" }]);
    const answer = await rig.call("PUT", `/v1/jobs/${uuid}/cancel`, {});
    expect([answer.status, rig.emulator.ledger().alive]).toEqual([200, 0]);
  });

  test.each<[string, (uuids: string[]) => object | null, number[]]>([
    ["can be one alone", ([first]) => ({ uuids: [first] }), [404, 200]],
    ["can be shown again", () => null, [200, 200]],
  ])("%s", async (_name, hiddenFromReads, expected) => {
    const rig = await start({ hiddenFromReads: {} });
    const uuids = [await rig.create(), await rig.create()];
    await control(rig.emulator, "settings", { hiddenFromReads: hiddenFromReads(uuids) });
    expect(await codes(rig, ...uuids)).toEqual(expected);
  });
});

test("with a read lag a new job is listed, and read only after it", async () => {
  const rig = await start({ readLagMs: 8000 });
  const uuid = await rig.create();
  expect(await rig.titles()).toEqual(["dev box"]);
  expect(await rig.after([7999, 1], () => codes(rig, uuid))).toEqual([[404], [200]]);
});

test("with a list lag a new job is read, and listed with its run only after it", async () => {
  const rig = await start({ listLagMs: 8000 });
  const uuid = await rig.create();
  expect(await codes(rig, uuid)).toEqual([200]);
  const listed = async (): Promise<number[]> => [
    (await rig.list("/v1/jobs")).length,
    (await rig.list("/v1/job-runs")).length,
  ];
  expect((await rig.after([7999, 1], listed)).flat()).toEqual([0, 0, 1, 1]);
});

test("hidden from lists can be the newest jobs, which their total leaves out too", async () => {
  const rig = await start({ hiddenFromLists: { newest: 2 } });
  for (const title of ["a", "b", "c"]) await rig.create(persistentJob({ title }));
  expect([await rig.titles(), (await rig.read("/v1/jobs"))["total"]]).toEqual([["a"], 1]);
});

test("hidden from lists can be a job that is named, which comes back after its time", async () => {
  const rig = await start();
  const uuids = [await rig.create(persistentJob({ title: "a" }))];
  await rig.create(persistentJob({ title: "b" }));
  rig.emulator.changeSettings({ hiddenFromLists: { uuids, forMs: 1000 } });
  expect(await rig.after([0, 1000], () => rig.titles())).toEqual([["b"], ["b", "a"]]);
});

test("retention forgets a job when its time after the end is over, and the ledger does not", async () => {
  const rig = await start({ retentionMs: 60_000 });
  const uuid = await rig.create(batchJob());
  await rig.create();
  const seen = async (): Promise<unknown[]> => [
    ...(await codes(rig, uuid)),
    (await rig.titles()).length,
  ];
  // The job takes 2.8 s; the other one never ends.
  expect(await rig.after([2800 + 59_999, 1, 86_400_000], seen)).toEqual([
    [200, 2],
    [404, 1],
    [404, 1],
  ]);
  expect(rig.emulator.ledger().jobs).toMatchObject([{ uuid, status: "COMPLETED" }, {}]);
});
