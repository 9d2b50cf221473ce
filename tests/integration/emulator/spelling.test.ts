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
  const body = persistentJob({ parameters: container({ env: { created_at: "x", status: "UP" } }) });
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

describe("times are given", () => {
  test.each([
    ["seconds", "2026-01-01T00:00:00Z"],
    ["day", "2026-01-01"],
    ["+05:30", "2026-01-01T05:30:00.800+05:30"],
    ["-08:00", "2025-12-31T16:00:00.800-08:00"],
  ])("in the form %s", async (timeForm, startedAt) => {
    const { job } = await running({ timeForm });
    expect(job["started_at"]).toBe(startedAt);
  });

  test("and listed in their true order, by the day alone too", async () => {
    const rig = await start({ timeForm: "day" });
    for (const title of ["a", "b", "c"]) {
      await rig.create(persistentJob({ title }));
      rig.clock.advance(1000);
    }
    expect(await rig.titles()).toEqual(["c", "b", "a"]);
  });

  test("and what a user sent is no time", async () => {
    const { job } = await running({ timeForm: "day", statusCase: "lower" });
    expect(job).toMatchObject({
      parameters: { parameters: { env: { created_at: "x", status: "UP" } } },
    });
  });
});

describe("numbers as texts", () => {
  test("can be the prices of runs, offers and charges alone", async () => {
    const { job, run, emulator, clock, list } = await running({ numbersAsText: "prices" });
    await emulator.endJob(String(job["uuid"]), { status: "FAILED" });
    clock.advance(10_000);
    const [offer] = await list("/v1/compute/offers");
    const [charge] = await list("/v1/compute/ledger/transactions");
    const pricing = offer?.["pricing"] as Record<string, unknown>;
    const texts = [run["hourly_rate_usd"], pricing["hourly_rate_usd"], charge?.["amount_usd"]];
    const numbers = [run["started_at_ms"], job["gpu_count"]];
    expect(texts.map((value) => typeof value)).toEqual(["string", "string", "string"]);
    expect(numbers.map((value) => typeof value)).toEqual(["number", "number"]);
  });

  test("can be all, those of a list and of a container's ports too", async () => {
    const rig = await start({ numbersAsText: "all" });
    await rig.create(persistentJob({ parameters: container({ ports: [8080] }) }));
    const job = { max_timeout_assign_ms: "300000", gpu_count: "0", max_timeout_run_ms: null };
    const parameters = { parameters: { ports: ["8080"] } };
    const data = [{ ...job, parameters }];
    expect(await rig.read("/v1/jobs")).toMatchObject({ total: "1", limit: "20", data });
  });
});

describe("statuses", () => {
  test.each([
    ["lower", "running"],
    ["mixed", "Running"],
  ] as const)("are shown in %s case", async (statusCase, status) => {
    const { job, run, titles } = await running({ statusCase });
    expect([job["status"], run["status"]]).toEqual([status, status]);
    // A filter is spelled as the documentation has it.
    expect(await titles("filter%5Bstatus%5D=RUNNING")).toEqual(["dev box"]);
  });

  test.each<[string, EmulatorOptions["unknownStatus"], unknown[]]>([
    ["unknown for a while", { status: "ODD", forMs: 800 }, ["ODD", "RUNNING", "CANCELLED"]],
    ["unknown while they are no ends", { status: "ODD" }, ["ODD", "ODD", "CANCELLED"]],
    [
      "replaced one by one",
      { status: "QUEUED", insteadOf: ["PENDING"] },
      ["QUEUED", "RUNNING", "CANCELLED"],
    ],
  ])("can be %s", async (_how, unknownStatus, expected) => {
    const rig = await start({ unknownStatus: unknownStatus ?? null });
    const uuid = await rig.create();
    const before = await rig.after([0, 800], () => rig.status(uuid));
    await rig.emulator.endJob(uuid, { status: "CANCELLED" });
    expect([...before, await rig.status(uuid)]).toEqual(expected);
  });
});

test("what is created and wrapped is spelled too", async () => {
  const rig = await start({ envelope: "data", statusCase: "lower" });
  const { body } = await rig.call("POST", "/v1/jobs", persistentJob());
  expect(body).toMatchObject({ data: { status: "pending" } });
});
