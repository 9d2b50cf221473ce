import type { ScriptedFault } from "../../../emulator";
import { persistentJob } from "./jobBodies";
import { type Answer, control } from "./signedRequest";
import { type Rig, useEmulator } from "./useEmulator";

const route = "POST /v1/jobs";
const startRig = useEmulator();
let rig: Rig;

async function start(...faults: ScriptedFault[]): Promise<void> {
  rig = await startRig({ faults });
}

const get = (nonce?: string): Promise<Answer> =>
  rig.call("GET", "/v1/jobs", undefined, nonce === undefined ? {} : { nonce });
const create = (): Promise<Answer> => rig.call("POST", "/v1/jobs", persistentJob());
const jobCount = (): number => rig.emulator.ledger().jobs.length;

/** The statuses of as many creates as are expected. */
async function creates(expected: readonly number[]): Promise<number[]> {
  const statuses: number[] = [];
  while (statuses.length < expected.length) statuses.push((await create()).status);
  return statuses;
}

/** Moves time on until a promise is settled; how long that took by the emulator's rig.clock. */
async function timeTaken(promise: Promise<unknown>): Promise<number> {
  const startMs = rig.clock.now();
  const settled = promise.then(
    () => true,
    () => true,
  );
  const poll = async (): Promise<boolean> => {
    await fetch(`${rig.emulator.url}/_emulator/ledger`);
    return false;
  };
  while (!(await Promise.race([settled, poll()]))) rig.clock.advance(100);
  return rig.clock.now() - startMs;
}

test("faults that are lifted strike no more, however they were ordered", async () => {
  await start({ route, action: "status", body: "{}", occurrence: "every" });
  rig.emulator.failNext({ route, count: 9 });
  expect((await create()).status).toBe(503);
  await control(rig.emulator, "lift-faults", {});
  expect(await creates([201, 201])).toEqual([201, 201]);
});

describe("an entry strikes", () => {
  const fault = { route, action: "status", body: "{}" } as const;

  test.each<[string, ScriptedFault[], number[]]>([
    ["the first request by default", [fault], [503, 201, 201]],
    [
      "a range, counted on its own route",
      [
        { ...fault, route: "GET /v1/jobs" },
        { ...fault, occurrence: [2, 3] },
      ],
      [201, 503, 503, 201],
    ],
  ])("%s", async (_name, faults, expected) => {
    await start(...faults);
    expect(await creates(expected)).toEqual(expected);
  });
});

test("a fault for the next requests answers with the status, headers and body that were ordered, so often", async () => {
  await start();
  const body = '{"slow":"down"}';
  const fault = { route, status: 429, headers: { "Retry-After": "7" }, body };
  await control(rig.emulator, "next", { ...fault, count: 2 });
  const answer = await create();
  expect(answer).toMatchObject({ status: 429, body: { slow: "down" } });
  expect(answer.headers.get("retry-after")).toBe("7");
  expect(await creates([429, 201])).toEqual([429, 201]);
});

test.each([
  ["reset", "before-read", 0],
  ["reset", "mid-body", 1],
  ["close", "before-commit", 0],
  ["close", "before-headers", 1],
] as const)("a %s %s gives no answer and leaves %d jobs", async (action, phase, jobs) => {
  await start({ route, phase, action });
  const thrown = action === "close" ? { cause: { code: "UND_ERR_SOCKET" } } : {};
  await expect(create()).rejects.toMatchObject(thrown);
  expect(jobCount()).toBe(jobs);
});

test("a fault before the request is read leaves its nonce unused", async () => {
  await start({ route: "GET /v1/jobs", phase: "before-read", action: "status", body: "{}" });
  const nonce = "5".repeat(32);
  await get(nonce);
  expect((await get(nonce)).status).toBe(200);
});

test("a fault after the commit spares a request that was refused", async () => {
  await start({ route, phase: "before-headers", action: "status" });
  expect((await rig.call("POST", "/v1/jobs", {})).status).toBe(422);
});

test("a delay holds the answer back by the emulator's clock", async () => {
  await start({ route, phase: "before-read", action: "delay", ms: 5000 });
  const answer = create();
  expect(await timeTaken(answer)).toBeGreaterThanOrEqual(5000);
  expect((await answer).status).toBe(201);
});

test("a drip sends the head and the body byte by byte", async () => {
  await start({
    route: "GET /v1/jobs",
    action: "drip",
    phase: "before-headers",
    bytesPerSecond: 10,
  });
  const answer = get();
  expect(await timeTaken(answer)).toBeGreaterThanOrEqual(10_000);
  expect((await answer).body).toEqual({ data: [], limit: 20, page: 1, total: 0 });
});

test.each<ScriptedFault>([
  { route, action: "truncate", bytes: 20 },
  { route, phase: "mid-body", action: "garbage" },
])("$action is no JSON behind a good status", async (fault) => {
  await start(fault);
  await expect(create()).rejects.toMatchObject({ name: "SyntaxError" });
  expect(rig.emulator.requests()).toMatchObject([{ status: 201 }]);
});

test("a lie is laid over the true answer, or replaces it where it is not an object", async () => {
  const json = { uuid: null, parameters: { type: "vm" } };
  await start({ route, action: "lie", json }, { route, action: "lie", json: [], occurrence: 2 });
  const parameters = { type: "vm", parameters: { image: "otoy/dispersed-base" } };
  expect((await create()).body).toMatchObject({ uuid: null, title: "dev box", parameters });
  expect((await create()).body).toEqual([]);
});

test.each<[string, unknown, string]>([
  ["an unknown route", { route: "POST /v1/job", action: "reset" }, "route"],
  ["a phase that does not suit", { route, action: "lie", json: 1, phase: "mid-body" }, "phase"],
  ["a range upside down", { route, action: "reset", occurrence: [3, 2] }, "occurrence"],
  ["a misspelt property", { route, action: "reset", occurence: 2 }, "occurence"],
])("a script with %s is refused as a whole", async (_name, entry, property) => {
  await start();
  const good = { route, action: "reset" };
  const answer = await control(rig.emulator, "faults", [good, entry]);
  const { error } = answer.body as { error: { message: string } };
  expect([answer.status, error.message.split(": ")[0]]).toEqual([422, `faults[1].${property}`]);
  expect((await create()).status).toBe(201);
});
