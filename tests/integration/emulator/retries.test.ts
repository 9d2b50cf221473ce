import { batchJob, container, persistentJob } from "./jobBodies";
import { control } from "./signedRequest";
import { useRig } from "./useEmulator";

const rig = useRig();
const { create, list, status } = rig;

async function runStatuses(): Promise<unknown[]> {
  return (await list("/v1/job-runs?sort=created_at")).map((run) => run["status"]);
}

const crashing = batchJob({
  parameters: container({ env: { EMULATOR_EXIT_CODE: "3" } }),
  max_retry_count: 2,
});

test("a job whose container fails is PENDING again, and gets a new run, while it has retries left", async () => {
  const uuid = await create(crashing);
  const seen = async (): Promise<unknown[]> => [await status(uuid), await runStatuses()];
  expect(await rig.after([2800, 800, 4800], seen)).toEqual([
    ["PENDING", ["FAILED"]],
    ["RUNNING", ["FAILED", "RUNNING"]],
    ["FAILED", ["FAILED", "FAILED", "FAILED"]],
  ]);
});

test("a job whose node dies goes to another node and to new ports while it has retries left", async () => {
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
