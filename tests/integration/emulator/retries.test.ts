import { batchJob, container, persistentJob } from "./jobBodies";
import { control, refusal } from "./signedRequest";
import { useEmulator, useRig } from "./useEmulator";

const start = useEmulator();
const rig = useRig();
const { call, create, list, read, status } = rig;

async function runStatuses(): Promise<unknown[]> {
  return (await list("/v1/job-runs?sort=created_at")).map((run) => run["status"]);
}

const crashing = batchJob({
  parameters: container({ env: { EMULATOR_EXIT_CODE: "3" } }),
  max_retry_count: 2,
});

describe("a job whose container fails", () => {
  test.each<[string, number, string, string[]]>([
    ["is PENDING again while it has retries left", 2800, "PENDING", ["FAILED"]],
    ["gets a new run on the way that the first one went", 3600, "RUNNING", ["FAILED", "RUNNING"]],
    ["fails once it has used up its retries", 8400, "FAILED", ["FAILED", "FAILED", "FAILED"]],
  ])("%s", async (_name, ms, expected, runs) => {
    const uuid = await create(crashing);
    rig.clock.advance(ms);
    expect([await status(uuid), await runStatuses()]).toEqual([expected, runs]);
  });

  test("can still be cancelled between two runs", async () => {
    const uuid = await create(crashing);
    rig.clock.advance(2900);
    await call("PUT", `/v1/jobs/${uuid}/cancel`, {});
    rig.clock.advance(60_000);
    expect([await status(uuid), await runStatuses()]).toEqual(["CANCELLED", ["FAILED"]]);
  });
});

test("a run that hits its limit is not tried again", async () => {
  const parameters = container({ env: { EMULATOR_RUN_FOR_MS: "60001" } });
  const uuid = await create(
    batchJob({ parameters, max_timeout_run_ms: 60_000, max_retry_count: 2 }),
  );
  rig.clock.advance(800 + 60_000);
  expect([await status(uuid), await runStatuses()]).toEqual(["FAILED", ["FAILED"]]);
});

describe("a job whose node dies", () => {
  test("goes to another node and to new ports while it has retries left", async () => {
    const parameters = container({ ports: [8080] });
    const uuid = await create(persistentJob({ max_retry_count: 1, parameters }));
    rig.clock.advance(800);
    await control(rig.emulator, `jobs/${uuid}/kill-node`, {});
    rig.clock.advance(800);
    expect(await list("/v1/job-runs?sort=created_at")).toMatchObject([
      { status: "FAILED", node_urls: [] },
      { status: "RUNNING", node_urls: [{ description: "8080" }] },
    ]);
    expect(await status(uuid)).toBe("RUNNING");
  });

  test("fails without retries", async () => {
    const uuid = await create();
    rig.clock.advance(800);
    await rig.emulator.killNode(uuid);
    const failed = { status: "FAILED", status_reason: "the node died" };
    expect(await read(`/v1/jobs/${uuid}`)).toMatchObject(failed);
  });

  test("is cancelled when it was being cancelled, retries or not", async () => {
    const uuid = await create(persistentJob({ max_retry_count: 1 }));
    rig.clock.advance(800);
    await call("PUT", `/v1/jobs/${uuid}/cancel`, {});
    await rig.emulator.killNode(uuid);
    expect(await status(uuid)).toBe("CANCELLED");
  });

  test("must be on one", async () => {
    const answer = await control(rig.emulator, `jobs/${await create()}/kill-node`, {});
    expect(answer).toMatchObject(refusal(409, "no_node"));
  });
});

test.each<[string, number, number, string, string[]]>([
  ["is not up at first", 10_000, 300, "ASSIGNED", ["ASSIGNED"]],
  ["is not up until it starts to pull", 10_000, 799, "ASSIGNED", ["ASSIGNED"]],
  ["prepares while it pulls", 10_000, 800, "ASSIGNED", ["PREPARING"]],
  ["prepares to the end of the pull", 10_000, 10_799, "ASSIGNED", ["PREPARING"]],
  ["runs after that", 10_000, 10_800, "RUNNING", ["RUNNING"]],
  ["fails when that outlasts the start window", 300_000, 300_300, "FAILED", ["FAILED"]],
])("a node that has to pull the image %s", async (_name, pullForMs, ms, expected, runs) => {
  const pulling = await start({ pullForMs });
  const uuid = await pulling.create();
  pulling.clock.advance(ms);
  const shown = await pulling.list("/v1/job-runs");
  expect([await pulling.status(uuid), shown.map((run) => run["status"])]).toEqual([expected, runs]);
});
