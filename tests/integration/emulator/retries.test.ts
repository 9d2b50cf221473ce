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
  test("is PENDING again, and gets a new run, while it has retries left", async () => {
    const uuid = await create(crashing);
    const seen = async (): Promise<unknown[]> => [await status(uuid), await runStatuses()];
    expect(await rig.after([2800, 800, 4800], seen)).toEqual([
      ["PENDING", ["FAILED"]],
      ["RUNNING", ["FAILED", "RUNNING"]],
      ["FAILED", ["FAILED", "FAILED", "FAILED"]],
    ]);
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

test.each([
  { pullForMs: 10_000, waitsMs: [300, 499, 1, 9999, 1], shown: "AA AA AP AP RR" },
  { pullForMs: 300_000, waitsMs: [300_300], shown: "FF" },
])("a node pulls the image for $pullForMs ms, within the start window", async (row) => {
  const pulling = await start({ pullForMs: row.pullForMs });
  const uuid = await pulling.create();
  /** The first letters of the statuses of the job and of its run, ASSIGNED or PREPARING. */
  const letters = async (): Promise<string> => {
    const [run] = await pulling.list("/v1/job-runs");
    return [await pulling.status(uuid), run?.["status"]].map((each) => String(each)[0]).join("");
  };
  expect((await pulling.after(row.waitsMs, letters)).join(" ")).toBe(row.shown);
});
