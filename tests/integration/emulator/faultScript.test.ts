import {
  createManualClock,
  type Emulator,
  type ScriptedFault,
  startEmulator,
} from "../../../emulator";
import { persistentJob } from "./jobBodies";
import { type Answer, type Caller, control, createCaller } from "./signedRequest";

const route = "POST /v1/jobs";
let clock = createManualClock();
let emulator: Emulator;
let call: Caller;

async function start(...faults: ScriptedFault[]): Promise<void> {
  emulator = await startEmulator({ clock, faults });
  call = createCaller(emulator, () => clock.now());
}

beforeEach(() => {
  clock = createManualClock();
});
afterEach(() => emulator.close());

const create = (): Promise<Answer> => call("POST", "/v1/jobs", persistentJob());
const jobCount = (): number => emulator.ledger().jobs.length;

/** The code of the error that a request fails with. */
async function failure(): Promise<unknown> {
  const error = await create().catch((thrown: unknown) => thrown);
  return ((error as Error).cause as { code?: string } | undefined)?.code;
}

/** Moves time on until a promise is settled; how long that took by the emulator's clock. */
async function timeTaken(promise: Promise<unknown>): Promise<number> {
  const startMs = clock.now();
  const settled = promise.then(
    () => true,
    () => true,
  );
  const look = async (): Promise<boolean> => {
    await fetch(`${emulator.url}/_emulator/ledger`);
    return false;
  };
  while (!(await Promise.race([settled, look()]))) {
    clock.advance(100);
  }
  return clock.now() - startMs;
}

test("faults that are lifted strike no more, however they were ordered", async () => {
  await start({ route, action: "status", body: "{}", occurrence: "every" });
  emulator.failNext({ route, count: 9 });
  expect((await create()).status).toBe(503);
  await control(emulator, "lift-faults", {});
  expect([(await create()).status, (await create()).status]).toEqual([201, 201]);
});

describe("an entry strikes", () => {
  const statuses = async (): Promise<number[]> => {
    const answers = [await create(), await create(), await create(), await create()];
    return answers.map(({ status }) => status);
  };
  const fault = { route, action: "status", body: "{}" } as const;

  test.each<[string, Partial<ScriptedFault>, number[]]>([
    ["the first request by default", {}, [503, 201, 201, 201]],
    ["the one it names", { occurrence: 3 }, [201, 201, 503, 201]],
    ["a range", { occurrence: [2, 3] }, [201, 503, 503, 201]],
    ["every request", { occurrence: "every" }, [503, 503, 503, 503]],
  ])("%s", async (_name, timing, expected) => {
    await start({ ...fault, ...timing } as ScriptedFault);
    expect(await statuses()).toEqual(expected);
  });

  test("next to other entries of its route", async () => {
    await start({ ...fault, status: 500 }, { ...fault, occurrence: 2, status: 502 });
    expect(await statuses()).toEqual([500, 502, 201, 201]);
  });

  test("requests counted from when it was ordered", async () => {
    await start();
    await create();
    await control(emulator, "faults", [{ ...fault, occurrence: 2 }]);
    expect(await statuses()).toEqual([201, 503, 201, 201]);
  });

  test("its own route alone", async () => {
    await start({ ...fault, occurrence: "every" });
    expect((await call("GET", "/v1/jobs")).status).toBe(200);
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
  await call("GET", "/v1/jobs", undefined, { nonce });
  expect((await call("GET", "/v1/jobs", undefined, { nonce })).status).toBe(200);
});

test("a fault after the commit spares a request that was refused", async () => {
  await start({ route, phase: "before-headers", action: "status" });
  expect((await call("POST", "/v1/jobs", {})).status).toBe(422);
});

test.each(["before-read", "before-commit", "before-headers"] as const)(
  "a close %s ends the connection without an answer",
  async (phase) => {
    await start({ route, phase, action: "close" });
    expect(await failure()).toBe("UND_ERR_SOCKET");
  },
);

test("a close in the middle of a body shows the status and then ends", async () => {
  await start({ route: "GET /v1/jobs", phase: "mid-body", action: "close" });
  await expect(call("GET", "/v1/jobs")).rejects.toThrow("terminated");
  expect(emulator.requests()).toMatchObject([{ status: 200 }]);
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
    const answer = call("GET", "/v1/jobs");
    const takenMs = await timeTaken(answer);
    // The body has 43 bytes, its half 22 to drip; the head has more than a hundred.
    expect([takenMs >= 2000, takenMs >= 10_000]).toEqual([true, phase === "before-headers"]);
    expect((await answer).body).toEqual({ data: [], limit: 20, page: 1, total: 0 });
  },
);

test("a truncated answer has a whole head and half a body", async () => {
  await start({ route, action: "truncate", bytes: 20 });
  await expect(create()).rejects.toMatchObject({ name: "SyntaxError" });
  expect([jobCount(), emulator.requests()[0]?.status]).toEqual([1, 201]);
});

test.each(["before-commit", "mid-body"] as const)("garbage %s is no JSON", async (phase) => {
  await start({ route, phase, action: "garbage" });
  await expect(create()).rejects.toMatchObject({ name: "SyntaxError" });
});

test("a redirect sends the client where it says", async () => {
  await start({ route: "GET /v1/jobs", action: "redirect", location: "/_emulator/ledger" });
  const answer = await call("GET", "/v1/jobs");
  expect(answer.body).toHaveProperty("alive");
});

test("a lie is laid over the true answer", async () => {
  await start({ route, action: "lie", json: { uuid: null, parameters: { type: "vm" } } });
  expect(await create()).toMatchObject({
    status: 201,
    body: {
      uuid: null,
      title: "dev box",
      parameters: { type: "vm", parameters: { image: "otoy/dispersed-base" } },
    },
  });
});

test("a lie that is no object takes the body's place", async () => {
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
    const answer = await control(emulator, "faults", [good, entry]);
    const { error } = answer.body as { error: { message: string } };
    expect([answer.status, error.message.split(": ")[0]]).toEqual([422, `faults[1].${property}`]);
  });

  test("as a whole", async () => {
    await start();
    await control(emulator, "faults", [{ route, action: "reset" }, { route }]);
    expect((await create()).status).toBe(201);
  });

  test("when it is no list", async () => {
    await start();
    const answer = await control(emulator, "faults", { route, action: "reset" });
    expect(answer).toMatchObject({
      status: 422,
      body: { error: { message: "faults: must be a list" } },
    });
  });

  test("before an emulator starts", async () => {
    await start();
    const misspelt = [{ route: "POST /v2/jobs", action: "reset" } as const];
    await expect(startEmulator({ faults: misspelt })).rejects.toThrow(
      /^faults\[0\]\.route: must be/,
    );
  });
});
