import { type Fault, type ScriptedFault, startEmulator } from "../../../emulator";
import { persistentJob } from "./jobBodies";
import { type Answer, control, refusal } from "./signedRequest";
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
    ["the one it names", [{ ...fault, occurrence: 3 }], [201, 201, 503, 201]],
    ["a range", [{ ...fault, occurrence: [2, 3] }], [201, 503, 503, 201]],
    ["every request", [{ ...fault, occurrence: "every" }], [503, 503, 503]],
    ["its own route alone", [{ ...fault, route: "GET /v1/jobs" }], [201, 201]],
    [
      "next to other entries of its route",
      [
        { ...fault, status: 500 },
        { ...fault, occurrence: 2, status: 502 },
      ],
      [500, 502, 201],
    ],
  ])("%s", async (_name, faults, expected) => {
    await start(...faults);
    expect(await creates(expected)).toEqual(expected);
  });

  test("requests counted from when it was ordered", async () => {
    await start();
    await create();
    await control(rig.emulator, "faults", [{ ...fault, occurrence: 2 }]);
    expect(await creates([201, 503, 201])).toEqual([201, 503, 201]);
  });
});

describe("a fault for the next requests", () => {
  test("answers with the status, headers and body that were ordered", async () => {
    await start();
    const headers = { "Retry-After": "7" };
    await control(rig.emulator, "next", { route, status: 429, headers, body: '{"slow":"down"}' });
    const answer = await create();
    expect(answer).toMatchObject({ status: 429, body: { slow: "down" } });
    expect(answer.headers.get("retry-after")).toBe("7");
  });

  test.each<[string, Fault[], number[], number]>([
    ["before the handler leaves nothing behind", [{ route, body: "{}" }], [503], 0],
    ["after the handler leaves its work", [{ route, phase: "after", body: "{}" }], [503], 1],
    ["strikes as often as was ordered", [{ route, count: 2, body: "{}" }], [503, 503, 201], 1],
    [
      "strikes in the order that it was given in",
      [
        { route, status: 500, body: "{}" },
        { route, status: 502, body: "{}" },
      ],
      [500, 502],
      0,
    ],
  ])("%s", async (_name, orders, expected, jobs) => {
    await start();
    for (const order of orders) rig.emulator.failNext(order);
    expect([await creates(expected), jobCount()]).toEqual([expected, jobs]);
  });

  test.each([
    ["before", 0],
    ["after", 1],
  ] as const)("breaks the connection %s the handler, which leaves %d jobs", async (phase, jobs) => {
    await start();
    rig.emulator.failNext({ route, action: "reset", phase });
    await expect(create()).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
    expect([rig.emulator.requests(), jobCount()]).toMatchObject([[{ status: null }], jobs]);
  });

  test("can hang, which ends only with the emulator", async () => {
    await start();
    rig.emulator.failNext({ route, action: "hang", phase: "after" });
    const failure = expect(create()).rejects.toThrow();
    // The ledger is asked over HTTP until the hanging request has arrived and committed.
    while (jobCount() === 0) await fetch(`${rig.emulator.url}/_emulator/ledger`);
    await rig.emulator.close();
    await failure;
  });

  test("is refused for a route that does not exist", async () => {
    await start();
    const answer = await control(rig.emulator, "next", { route: "PATCH /v1/jobs" });
    expect(answer).toMatchObject(refusal(422, "validation_failed"));
  });
});

test.each([
  ["reset", "before-read", 0],
  ["reset", "before-commit", 0],
  ["reset", "before-headers", 1],
  ["reset", "mid-body", 1],
  ["close", "before-read", 0],
  ["close", "before-commit", 0],
  ["close", "before-headers", 1],
] as const)("a %s %s gives no answer and leaves %d jobs", async (action, phase, jobs) => {
  await start({ route, phase, action });
  const thrown = action === "close" ? { cause: { code: "UND_ERR_SOCKET" } } : {};
  await expect(create()).rejects.toMatchObject(thrown);
  expect(jobCount()).toBe(jobs);
});

test.each([
  ["before-read", 200],
  ["before-commit", 401],
] as const)("a fault %s answers the same nonce %d afterwards", async (phase, status) => {
  await start({ route: "GET /v1/jobs", phase, action: "status", body: "{}" });
  const nonce = "5".repeat(32);
  await get(nonce);
  expect((await get(nonce)).status).toBe(status);
});

test("a fault after the commit spares a request that was refused", async () => {
  await start({ route, phase: "before-headers", action: "status" });
  expect((await rig.call("POST", "/v1/jobs", {})).status).toBe(422);
});

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

test.each<[string, Omit<ScriptedFault, "route">]>([
  ["a truncated answer", { action: "truncate", bytes: 20 } as ScriptedFault],
  ["garbage before-commit", { phase: "before-commit", action: "garbage" }],
  ["garbage mid-body", { phase: "mid-body", action: "garbage" }],
])("%s is no JSON behind a good status", async (_name, fault) => {
  await start({ ...fault, route } as ScriptedFault);
  await expect(create()).rejects.toMatchObject({ name: "SyntaxError" });
  expect(rig.emulator.requests()[0]?.status).toBe(fault.phase === "before-commit" ? 200 : 201);
});

test("a redirect sends the client where it says", async () => {
  await start({ route: "GET /v1/jobs", action: "redirect", location: "/_emulator/ledger" });
  expect((await get()).body).toHaveProperty("alive");
});

test("a lie is laid over the true answer, or replaces it where it is not an object", async () => {
  const json = { uuid: null, parameters: { type: "vm" } };
  await start({ route, action: "lie", json }, { route, action: "lie", json: [], occurrence: 2 });
  const { image, ports } = { image: "otoy/dispersed-base", ports: [] };
  expect(await create()).toMatchObject({
    status: 201,
    body: {
      ...{ uuid: null, title: "dev box" },
      parameters: { type: "vm", parameters: { image, ports } },
    },
  });
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
  ])("for %s, and as a whole", async (_name, entry, property) => {
    await start();
    const good = { route, action: "reset" };
    const answer = await control(rig.emulator, "faults", [good, entry]);
    const { error } = answer.body as { error: { message: string } };
    expect([answer.status, error.message.split(": ")[0]]).toEqual([422, `faults[1].${property}`]);
    expect((await create()).status).toBe(201);
  });

  test("when it is not a list", async () => {
    await start();
    const { status, body } = await control(rig.emulator, "faults", { route, action: "reset" });
    const message = "faults: must be a list";
    expect([status, JSON.stringify(body)]).toEqual([422, expect.stringContaining(message)]);
  });

  test("before an emulator starts", async () => {
    const misspelt = [{ route: "POST /v2/jobs", action: "reset" } as const];
    await expect(startEmulator({ faults: misspelt })).rejects.toThrow(
      /^faults\[0\]\.route: must be/,
    );
  });
});
