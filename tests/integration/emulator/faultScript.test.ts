import { type ScriptedFault, startEmulator } from "../../../emulator";
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
  while (!(await Promise.race([settled, poll()]))) {
    rig.clock.advance(100);
  }
  return rig.clock.now() - startMs;
}

test("faults that are lifted strike no more, however they were ordered", async () => {
  await start({ route, action: "status", body: "{}", occurrence: "every" });
  rig.emulator.failNext({ route, count: 9 });
  expect((await create()).status).toBe(503);
  await control(rig.emulator, "lift-faults", {});
  expect([(await create()).status, (await create()).status]).toEqual([201, 201]);
});

describe("an entry strikes", () => {
  const statuses = async (): Promise<number[]> => {
    const answers = [await create(), await create(), await create(), await create()];
    return answers.map(({ status }) => status);
  };
  const fault = { route, action: "status", body: "{}" } as const;

  test.each<[string, ScriptedFault[], number[]]>([
    ["the first request by default", [fault], [503, 201, 201, 201]],
    ["the one it names", [{ ...fault, occurrence: 3 }], [201, 201, 503, 201]],
    ["a range", [{ ...fault, occurrence: [2, 3] }], [201, 503, 503, 201]],
    ["every request", [{ ...fault, occurrence: "every" }], [503, 503, 503, 503]],
    ["its own route alone", [{ ...fault, route: "GET /v1/jobs" }], [201, 201, 201, 201]],
    [
      "next to other entries of its route",
      [
        { ...fault, status: 500 },
        { ...fault, occurrence: 2, status: 502 },
      ],
      [500, 502, 201, 201],
    ],
  ])("%s", async (_name, faults, expected) => {
    await start(...faults);
    expect(await statuses()).toEqual(expected);
  });

  test("requests counted from when it was ordered", async () => {
    await start();
    await create();
    await control(rig.emulator, "faults", [{ ...fault, occurrence: 2 }]);
    expect(await statuses()).toEqual([201, 503, 201, 201]);
  });
});

test.each([
  ["before-read", 0],
  ["before-commit", 0],
  ["before-headers", 1],
  ["mid-body", 1],
] as const)("a reset %s leaves %d jobs behind", async (phase, jobs) => {
  await start({ route, phase, action: "reset" });
  await expect(create()).rejects.toThrow();
  expect(jobCount()).toBe(jobs);
});

test("a fault before the request is read spares its nonce", async () => {
  await start({ route: "GET /v1/jobs", phase: "before-read", action: "status", body: "{}" });
  const nonce = "5".repeat(32);
  await get(nonce);
  expect((await get(nonce)).status).toBe(200);
});

test("a fault after the commit spares a request that was refused", async () => {
  await start({ route, phase: "before-headers", action: "status" });
  expect((await rig.call("POST", "/v1/jobs", {})).status).toBe(422);
});

test.each(["before-read", "before-commit", "before-headers"] as const)(
  "a close %s ends the connection without an answer",
  async (phase) => {
    await start({ route, phase, action: "close" });
    await expect(create()).rejects.toMatchObject({ cause: { code: "UND_ERR_SOCKET" } });
  },
);

test("a close in the middle of a body shows the status and then ends", async () => {
  await start({ route: "GET /v1/jobs", phase: "mid-body", action: "close" });
  await expect(get()).rejects.toThrow("terminated");
  expect(rig.emulator.requests()).toMatchObject([{ status: 200 }]);
});

test.each(["before-read", "before-commit", "before-headers", "mid-body"] as const)(
  "a delay %s holds the answer back by the emulator's clock",
  async (phase) => {
    await start({ route, phase, action: "delay", ms: 5000 });
    const answer = create();
    expect(await timeTaken(answer)).toBeGreaterThanOrEqual(5000);
    expect((await answer).status).toBe(201);
  },
);

test.each(["before-headers", "mid-body"] as const)(
  "a drip %s sends byte by byte",
  async (phase) => {
    await start({ route: "GET /v1/jobs", phase, action: "drip", bytesPerSecond: 10 });
    const answer = get();
    const takenMs = await timeTaken(answer);
    // The body has 43 bytes, its half 22 to drip; the head has more than a hundred.
    expect([takenMs >= 2000, takenMs >= 10_000]).toEqual([true, phase === "before-headers"]);
    expect((await answer).body).toEqual({ data: [], limit: 20, page: 1, total: 0 });
  },
);

test("a truncated answer has a whole head and half a body", async () => {
  await start({ route, action: "truncate", bytes: 20 });
  await expect(create()).rejects.toMatchObject({ name: "SyntaxError" });
  expect([jobCount(), rig.emulator.requests()[0]?.status]).toEqual([1, 201]);
});

test.each(["before-commit", "mid-body"] as const)("garbage %s is no JSON", async (phase) => {
  await start({ route, phase, action: "garbage" });
  await expect(create()).rejects.toMatchObject({ name: "SyntaxError" });
});

test("a redirect sends the client where it says", async () => {
  await start({ route: "GET /v1/jobs", action: "redirect", location: "/_emulator/ledger" });
  const answer = await get();
  expect(answer.body).toHaveProperty("alive");
});

test("a lie is laid over the true answer", async () => {
  await start({ route, action: "lie", json: { uuid: null, parameters: { type: "vm" } } });
  const { status, body } = await create();
  expect([status, body["uuid"], body["title"], body["parameters"]]).toEqual([
    201,
    null,
    "dev box",
    { type: "vm", parameters: { image: "otoy/dispersed-base", ports: [] } },
  ]);
});

test("a lie that is not an object replaces the body", async () => {
  await start({ route, action: "lie", json: [] });
  expect((await create()).body).toEqual([]);
});

describe("a script with a mistake is refused", () => {
  test.each<[string, unknown, string]>([
    ["an unknown route", { route: "POST /v1/job", action: "reset" }, "route"],
    ["an unknown action", { route, action: "rest" }, "action"],
    ["no action", { route }, "action"],
    ["an unknown phase", { route, action: "reset", phase: "after" }, "phase"],
    ["a phase that does not suit", { route, action: "lie", json: 1, phase: "mid-body" }, "phase"],
    ["the zeroth time", { route, action: "reset", occurrence: 0 }, "occurrence"],
    ["a range upside down", { route, action: "reset", occurrence: [3, 2] }, "occurrence"],
    ["a misspelt property", { route, action: "reset", occurence: 2 }, "occurence"],
    ["a property of another action", { route, action: "reset", ms: 2 }, "ms"],
    ["a delay without a time", { route, action: "delay" }, "ms"],
    ["a header that is none", { route, action: "status", headers: { "a b": "" } }, "headers.a b"],
  ])("for %s", async (_name, entry, property) => {
    await start();
    const good = { route, action: "reset" };
    const answer = await control(rig.emulator, "faults", [good, entry]);
    const { error } = answer.body as { error: { message: string } };
    expect([answer.status, error.message.split(": ")[0]]).toEqual([422, `faults[1].${property}`]);
  });

  test.each<[string, unknown, string]>([
    ["as a whole", [{ route, action: "reset" }, { route }], "faults[1].action: "],
    ["when it is not a list", { route, action: "reset" }, "faults: must be a list"],
  ])("%s", async (_name, script, message) => {
    await start();
    const { status, body } = await control(rig.emulator, "faults", script);
    expect([status, JSON.stringify(body)]).toEqual([422, expect.stringContaining(message)]);
    expect((await create()).status).toBe(201);
  });

  test("before an emulator starts", async () => {
    const misspelt = [{ route: "POST /v2/jobs", action: "reset" } as const];
    await expect(startEmulator({ faults: misspelt })).rejects.toThrow(
      /^faults\[0\]\.route: must be/,
    );
  });
});
