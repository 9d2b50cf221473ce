// An emulator that goes on with the jobs of an earlier one.
import { createManualClock, type Emulator, type Snapshot, startEmulator } from "../../../emulator";
import { container, persistentJob } from "./jobBodies";
import { createCaller } from "./signedRequest";

const keys = [{ publicKey: "pk_x", secretKey: "sk_x" }];
const laterMs = Date.UTC(2036, 0, 1);
const started: Emulator[] = [];

afterEach(async () => {
  for (const emulator of started.splice(0)) await emulator.close();
});

async function start(options: Parameters<typeof startEmulator>[0]): Promise<Emulator> {
  const emulator = await startEmulator({ keys, ...options });
  started.push(emulator);
  return emulator;
}

/** A job that runs and one that waits, as the API and the control show them. */
async function recorded(): Promise<{ snapshot: Snapshot; lists: readonly unknown[] }> {
  const clock = createManualClock();
  const emulator = await start({ clock });
  const call = createCaller(emulator, () => clock.now());
  const never = container({ env: { EMULATOR_ASSIGN: "never" } });
  await call("POST", "/v1/jobs", persistentJob({ parameters: container({ ports: [22, 80] }) }));
  await call("POST", "/v1/jobs", persistentJob({ parameters: never }));
  clock.advance(60_000);
  const lists = [await call("GET", "/v1/jobs"), await call("GET", "/v1/job-runs")];
  const answer = await fetch(`${emulator.url}/_emulator/snapshot`);
  return {
    snapshot: (await answer.json()) as Snapshot,
    lists: lists.map(({ body }) => body["data"]),
  };
}

test("shows the jobs and runs as they were, years later", async () => {
  const { snapshot, lists } = await recorded();
  const emulator = await start({ snapshot, clock: createManualClock(laterMs) });
  const call = createCaller(emulator, () => laterMs);
  const shown = [await call("GET", "/v1/jobs"), await call("GET", "/v1/job-runs")];
  expect(shown.map(({ body }) => body["data"])).toEqual(lists);
});

test("lets their time go on from where it was", async () => {
  const { snapshot } = await recorded();
  const clock = createManualClock(laterMs);
  const emulator = await start({ snapshot, clock });
  // The assign window is five minutes, of which one had passed.
  clock.advance(239_000);
  expect(emulator.ledger().jobs.map(({ status }) => status)).toEqual(["RUNNING", "PENDING"]);
  clock.advance(2_000);
  expect(emulator.ledger().jobs.map(({ status }) => status)).toEqual(["RUNNING", "FAILED"]);
});

test("cancels them like its own", async () => {
  const { snapshot } = await recorded();
  const clock = createManualClock(laterMs);
  const emulator = await start({ snapshot, clock });
  const call = createCaller(emulator, () => clock.now());
  for (const { uuid } of snapshot.jobs) await call("PUT", `/v1/jobs/${uuid}/cancel`, {});
  clock.advance(60_000);
  expect(emulator.ledger().alive).toBe(0);
});
