import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  createManualClock,
  type Emulator,
  type EmulatorOptions,
  startEmulator,
} from "../../../emulator";
import { batchJob, container, persistentJob } from "./jobBodies";
import { type Caller, control, createCaller } from "./signedRequest";

const startMs = Date.UTC(2026, 0, 1);
let clock = createManualClock(startMs);
let emulator: Emulator;
let call: Caller;

async function start(options: EmulatorOptions = {}): Promise<void> {
  emulator = await startEmulator({ clock, ...options });
  call = createCaller(emulator, () => clock.now());
}

beforeEach(() => {
  clock = createManualClock(startMs);
});
afterEach(() => emulator.close());

async function create(body: Record<string, unknown> = persistentJob()): Promise<string> {
  return String((await call("POST", "/v1/jobs", body)).body["uuid"]);
}

async function total(path: string): Promise<unknown> {
  return (await call("GET", path)).body["total"];
}

describe("the knobs", () => {
  test("have defaults", async () => {
    await start();
    expect(emulator.settings()).toEqual({
      clockOffsetMs: 0,
      rateLimit: null,
      cancelAfterMs: 300,
      listLagMs: 0,
      readLagMs: 0,
      hiddenFromLists: null,
      hiddenFromReads: null,
      retentionMs: null,
      pageShift: 0,
      listOrder: "asked",
      shuffleSeed: "",
      listFilters: "honoured",
      pageSizeMost: null,
      toldLimit: "right",
      toldPage: "right",
      toldTotal: "right",
      envelope: "bare",
      createStatus: 201,
      uniqueTitles: null,
      maskSecrets: false,
      descriptionLimit: null,
      descriptionForm: "whole",
      timeForm: "milliseconds",
      numbersAsText: "none",
      statusCase: "upper",
      unknownStatus: null,
    });
  });

  test("have a row each in the documentation", async () => {
    await start();
    const page = readFileSync(join(__dirname, "..", "..", "..", "docs", "emulator.md"), "utf8");
    const rows = [...page.matchAll(/^\| `(\w+)` /gm)].map(([, name]) => name);
    expect(rows).toEqual(expect.arrayContaining(Object.keys(emulator.settings())));
  });

  test("are turned over HTTP, the others left as they are", async () => {
    await start({ pageShift: 2 });
    const answer = await control(emulator, "settings", { createStatus: 202 });
    expect(answer.body).toMatchObject({ createStatus: 202, pageShift: 2, cancelAfterMs: 300 });
    expect(emulator.settings()).toEqual(answer.body);
  });

  test("are shown over HTTP", async () => {
    await start({ listLagMs: 7 });
    const response = await fetch(`${emulator.url}/_emulator/settings`);
    expect(await response.json()).toEqual(emulator.settings());
  });

  test.each([
    [{ listLag: 5 }, "listLag"],
    [{ listLagMs: -1 }, "listLagMs"],
    [{ envelope: "box" }, "envelope"],
    [{ createStatus: 204 }, "createStatus"],
    [{ rateLimit: { requestsPerSecond: 0, burst: 1 } }, "rateLimit.requestsPerSecond"],
  ])("refuse %j and stay as they are", async (changes, property) => {
    await start();
    const before = emulator.settings();
    const answer = await control(emulator, "settings", { pageShift: 9, ...changes });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain(`"${property}: `);
    expect(emulator.settings()).toEqual(before);
  });

  test("refuse nonsense at the start too", async () => {
    await start();
    await expect(startEmulator({ retentionMs: -1 })).rejects.toThrow(/^retentionMs: /);
  });
});

describe("a clock offset", () => {
  test("moves the Date of answers", async () => {
    await start({ clockOffsetMs: 60_000 });
    const answer = await call("GET", "/v1/jobs");
    expect(answer.headers.get("date")).toBe("Thu, 01 Jan 2026 00:01:00 GMT");
  });

  test("of more than five minutes refuses a client with the right time", async () => {
    await start({ clockOffsetMs: 300_001 });
    const answer = await call("GET", "/v1/jobs");
    expect(answer).toMatchObject({ status: 401, body: { error: { code: "clock_skew" } } });
  });

  test("accepts a client that has the same one", async () => {
    await start({ clockOffsetMs: -86_400_000 });
    const atMs = clock.now() - 86_400_000;
    expect((await call("GET", "/v1/jobs", undefined, { atMs })).status).toBe(200);
  });
});

describe("a list lag", () => {
  test.each([
    [7999, 0],
    [8000, 1],
  ])("at %d ms lists %d new jobs and runs", async (ms, count) => {
    await start({ listLagMs: 8000 });
    await create();
    clock.advance(ms);
    expect([await total("/v1/jobs"), await total("/v1/job-runs")]).toEqual([count, count]);
  });

  test("does not hide a job from those who know its uuid", async () => {
    await start({ listLagMs: 8000 });
    expect((await call("GET", `/v1/jobs/${await create()}`)).status).toBe(200);
  });
});

describe("a page shift", () => {
  async function titles(query: string): Promise<unknown[]> {
    const { body } = await call("GET", `/v1/jobs?limit=2&${query}`);
    return (body["data"] as { title: string }[]).map(({ title }) => title);
  }

  beforeEach(async () => {
    await start({ pageShift: 1 });
    for (const title of ["a", "b", "c", "d"]) {
      await create(persistentJob({ title }));
    }
  });

  test("repeats items of the page before, as items that arrived meanwhile would", async () => {
    expect([await titles("page=1"), await titles("page=2"), await titles("page=3")]).toEqual([
      ["d", "c"],
      ["c", "b"],
      ["b", "a"],
    ]);
  });

  test("counts the items that arrived", async () => {
    expect([await total("/v1/jobs?page=1"), await total("/v1/jobs?limit=2&page=3")]).toEqual([
      4, 6,
    ]);
  });

  test("pushes nothing where the oldest come first", async () => {
    expect(await titles("page=2&sort=created_at")).toEqual(["c", "d"]);
  });
});

describe("a rate limit", () => {
  const status = async (): Promise<number> => (await call("GET", "/v1/jobs")).status;

  beforeEach(() => start({ rateLimit: { requestsPerSecond: 0.5, burst: 2 } }));

  test("lets a burst pass and refuses the next", async () => {
    expect([await status(), await status(), await status()]).toEqual([200, 200, 429]);
  });

  test("says how long to wait", async () => {
    await status();
    await status();
    const answer = await call("GET", "/v1/jobs");
    expect(answer.headers.get("retry-after")).toBe("2");
    expect(answer.body).toMatchObject({ error: { code: "rate_limited" } });
  });

  test("lets one pass after that time and not before", async () => {
    await status();
    await status();
    clock.advance(1999);
    const early = await status();
    clock.advance(1);
    expect([early, await status(), await status()]).toEqual([429, 200, 429]);
  });

  test("commits nothing beyond it", async () => {
    await status();
    await status();
    await call("POST", "/v1/jobs", persistentJob());
    expect(emulator.ledger().jobs).toEqual([]);
  });

  test("can be lifted", async () => {
    await status();
    await status();
    emulator.changeSettings({ rateLimit: null });
    expect(await status()).toBe(200);
  });
});

describe("the envelope data", () => {
  test.each<[string, string]>([
    ["POST", "/v1/jobs"],
    ["POST", "/v1/job-recipes/019582a6-2000-7000-8000-000000000001/cook"],
  ])("is around what %s %s answers", async (method, path) => {
    await start({ envelope: "data" });
    const { body } = await call(method, path, path === "/v1/jobs" ? persistentJob() : {});
    expect(body).toEqual({ data: expect.objectContaining({ object: "job" }) as unknown });
  });

  test("is around a job, a run and a cancelled job", async () => {
    await start();
    const uuid = await create();
    clock.advance(800);
    const { body: runs } = await call("GET", "/v1/job-runs");
    const [run] = runs["data"] as { uuid: string }[];
    emulator.changeSettings({ envelope: "data" });
    const answers = [
      await call("GET", `/v1/jobs/${uuid}`),
      await call("GET", `/v1/job-runs/${run?.uuid ?? ""}`),
      await call("PUT", `/v1/jobs/${uuid}/cancel`, {}),
    ];
    expect(answers.map(({ body }) => body)).toMatchObject([
      { data: { uuid } },
      { data: { uuid: run?.uuid } },
      { data: { uuid } },
    ]);
  });

  test("is neither around lists nor around errors", async () => {
    await start({ envelope: "data" });
    expect((await call("GET", "/v1/jobs")).body).toMatchObject({ data: [], total: 0 });
    expect((await call("POST", "/v1/jobs", {})).body).toHaveProperty("error");
  });
});

test.each([200, 202] as const)("a job can be created with a %d", async (createStatus) => {
  await start({ createStatus });
  expect((await call("POST", "/v1/jobs", persistentJob())).status).toBe(createStatus);
});

describe("retention", () => {
  beforeEach(() => start({ retentionMs: 60_000 }));

  test.each([
    [59_999, 200, 1],
    [60_000, 404, 0],
  ])("%d ms after its end answers %d for a job and lists %d", async (ms, status, listed) => {
    const uuid = await create(batchJob());
    clock.advance(2800 + ms);
    expect([(await call("GET", `/v1/jobs/${uuid}`)).status, await total("/v1/jobs")]).toEqual([
      status,
      listed,
    ]);
  });

  test("keeps what has not ended, and the ledger keeps everything", async () => {
    await create();
    await create(batchJob());
    clock.advance(24 * 60 * 60 * 1000);
    expect([await total("/v1/jobs"), emulator.ledger().jobs.length]).toEqual([1, 2]);
  });
});

test("a longer way to CANCELLED holds for jobs that were there before", async () => {
  await start();
  const uuid = await create();
  await control(emulator, "settings", { cancelAfterMs: 10_000 });
  await call("PUT", `/v1/jobs/${uuid}/cancel`, {});
  const statuses: unknown[] = [];
  for (const ms of [9999, 1]) {
    clock.advance(ms);
    statuses.push((await call("GET", `/v1/jobs/${uuid}`)).body["status"]);
  }
  expect(statuses).toEqual(["CANCELLING", "CANCELLED"]);
});

test("masking can be turned on for jobs that were there before", async () => {
  await start();
  const uuid = await create(persistentJob({ parameters: container({ secret: "hush" }) }));
  emulator.changeSettings({ maskSecrets: true });
  expect((await call("GET", `/v1/jobs/${uuid}`)).body).toMatchObject({
    parameters: { parameters: { secret: "***" } },
  });
});

test.each([
  [5, "frame"],
  [0, ""],
  [99, "frames 1 to 9"],
])("descriptions are cut to %d characters", async (descriptionLimit, description) => {
  await start({ descriptionLimit });
  const answer = await call("POST", "/v1/jobs", persistentJob({ description: "frames 1 to 9" }));
  expect(answer.body["description"]).toBe(description);
  expect(emulator.ledger().jobs).toMatchObject([{ description: "frames 1 to 9" }]);
});
