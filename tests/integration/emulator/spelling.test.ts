// What is true, spelled in ways that the documentation does not show.
import type { EmulatorOptions } from "../../../emulator";
import { container, persistentJob } from "./jobBodies";
import { type Rig, useEmulator } from "./useEmulator";

const start = useEmulator();

/** A running job and its run, as they are answered by uuid. */
async function running(
  options: EmulatorOptions,
): Promise<Rig & { job: Record<string, unknown>; run: Record<string, unknown> }> {
  const rig = await start(options);
  const atMs = rig.clock.now() + (options.clockOffsetMs ?? 0);
  const body = persistentJob({ parameters: container({ ports: [8080] }) });
  const created = await rig.call("POST", "/v1/jobs", body, { atMs });
  rig.clock.advance(800);
  const read = async (path: string): Promise<Record<string, unknown>> =>
    (await rig.call("GET", path, undefined, { atMs: atMs + 800 })).body;
  const { data } = await read("/v1/job-runs");
  const [run] = data as { uuid: string }[];
  return {
    ...rig,
    job: await read(`/v1/jobs/${String(created.body["uuid"])}`),
    run: await read(`/v1/job-runs/${run?.uuid ?? ""}`),
  };
}

test("a service whose clock is ten minutes behind gives, takes and checks every time by that clock", async () => {
  const clockOffsetMs = -600_000;
  const { call, clock, emulator, job, run } = await running({ clockOffsetMs });
  expect(job).toMatchObject({
    created_at: "2025-12-31T23:50:00.000Z",
    started_at: "2025-12-31T23:50:00.800Z",
    completed_at: null,
    timeout_assign_at_ms: Date.UTC(2025, 11, 31, 23, 55),
  });
  expect(run["started_at_ms"]).toBe(Date.UTC(2025, 11, 31, 23, 50) + 800);
  const at = { atMs: clock.now() + clockOffsetMs };
  const ask = (day: string): ReturnType<typeof call> =>
    call("GET", `/v1/jobs?filter%5Bcreated_at%5D=${day}`, undefined, at);
  const [before, after] = [await ask("2025-12-31"), await ask("2026-01-01")];
  expect([before.body["total"], after.body["total"]]).toEqual([1, 0]);
  expect(before.headers.get("date")).toBe("Wed, 31 Dec 2025 23:50:00 GMT");
  expect((await call("GET", "/v1/jobs")).status).toBe(401);
  expect(emulator.ledger().jobs).toMatchObject([{ createdAt: "2026-01-01T00:00:00.000Z" }]);
});

test.each([
  ["day", "2026-01-01"],
  ["+05:30", "2026-01-01T05:30:00.800+05:30"],
])("times are given in the form %s", async (timeForm, startedAt) => {
  expect((await running({ timeForm })).job["started_at"]).toBe(startedAt);
});

test("numbers as texts can be the prices alone, or all, those of a container's ports too", async () => {
  const { job, run, emulator, read } = await running({ numbersAsText: "prices" });
  expect([run["hourly_rate_usd"], job["gpu_count"]]).toEqual([expect.any(String), 0]);
  emulator.changeSettings({ numbersAsText: "all" });
  const parameters = { parameters: { ports: ["8080"] } };
  const data = [{ gpu_count: "0", max_timeout_run_ms: null, parameters }];
  expect(await read("/v1/jobs")).toMatchObject({ total: "1", limit: "20", data });
});

test("statuses are shown in another case, and filtered as the documentation spells them", async () => {
  const { job, run, titles } = await running({ statusCase: "lower" });
  expect([job["status"], run["status"]]).toEqual(["running", "running"]);
  expect(await titles("filter%5Bstatus%5D=RUNNING")).toEqual(["dev box"]);
});

test("statuses that are no ends can be unknown for a while", async () => {
  const rig = await start({ unknownStatus: { status: "ODD", forMs: 800 } });
  const uuid = await rig.create();
  expect(await rig.after([799, 1], () => rig.status(uuid))).toEqual(["ODD", "RUNNING"]);
  rig.emulator.changeSettings({ unknownStatus: { status: "ODD" } });
  await rig.emulator.endJob(uuid, { status: "CANCELLED" });
  expect(await rig.status(uuid)).toBe("CANCELLED");
});
