import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type EmulatorOptions, startEmulator } from "../../../emulator";
import { batchJob, container, persistentJob } from "./jobBodies";
import { control, refusal } from "./signedRequest";
import { type Rig, useEmulator } from "./useEmulator";

const start = useEmulator();
const total = async ({ read }: Rig, path: string): Promise<unknown> => (await read(path))["total"];

describe("the knobs", () => {
  test("have defaults", async () => {
    expect((await start()).emulator.settings()).toEqual({
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
    const page = readFileSync(join(__dirname, "..", "..", "..", "docs", "emulator.md"), "utf8");
    const rows = [...page.matchAll(/^\| `(\w+)` /gm)].map(([, name]) => name);
    const { emulator } = await start();
    expect(rows).toEqual(expect.arrayContaining(Object.keys(emulator.settings())));
  });

  test("are turned and shown over HTTP, the others left as they are", async () => {
    const { emulator } = await start({ pageShift: 2 });
    const answer = await control(emulator, "settings", { createStatus: 202 });
    expect(answer.body).toMatchObject({ createStatus: 202, pageShift: 2, cancelAfterMs: 300 });
    const shown = await fetch(`${emulator.url}/_emulator/settings`);
    expect([emulator.settings(), await shown.json()]).toEqual([answer.body, answer.body]);
  });

  test.each([
    [{ listLag: 5 }, "listLag: "],
    [{ listLagMs: -1 }, "listLagMs: "],
    [{ envelope: "box" }, "envelope: "],
    [{ createStatus: 204 }, "createStatus: "],
    [{ rateLimit: { requestsPerSecond: 0, burst: 1 } }, "rateLimit.requestsPerSecond: "],
    [{ listOrder: "sideways" }, "listOrder"],
    [{ listFilters: { status: "maybe" } }, "listFilters"],
    [{ pageSizeMost: 0 }, "pageSizeMost"],
    [{ toldTotal: "wrong" }, "toldTotal"],
    [{ hiddenFromLists: { oldest: 1 } }, "hiddenFromLists"],
    [{ timeForm: "+25:00" }, "timeForm"],
    [{ numbersAsText: "some" }, "numbersAsText"],
    [{ unknownStatus: "MIGRATING" }, "unknownStatus"],
  ])("refuse %j and stay as they are", async (changes, complaint) => {
    const { emulator } = await start();
    const before = emulator.settings();
    const answer = await control(emulator, "settings", { pageShift: 9, ...changes });
    expect([answer.status, JSON.stringify(answer.body)]).toEqual([
      422,
      expect.stringContaining(`"${complaint}`),
    ]);
    expect(emulator.settings()).toEqual(before);
  });

  test("refuse nonsense at the start too", async () => {
    await expect(startEmulator({ retentionMs: -1 })).rejects.toThrow(/^retentionMs: /);
  });
});

test("a clock offset of more than five minutes refuses a client with the right time", async () => {
  const { call } = await start({ clockOffsetMs: 300_001 });
  expect(await call("GET", "/v1/jobs")).toMatchObject(refusal(401, "clock_skew"));
});

test.each([
  [7999, 0],
  [8000, 1],
])(
  "a list lag lists, after %d ms, %d new jobs and runs, and reads hide none",
  async (ms, count) => {
    const rig = await start({ listLagMs: 8000 });
    const uuid = await rig.create();
    const read = await rig.call("GET", `/v1/jobs/${uuid}`);
    rig.clock.advance(ms);
    expect([read.status, await total(rig, "/v1/jobs"), await total(rig, "/v1/job-runs")]).toEqual([
      200,
      count,
      count,
    ]);
  },
);

describe("a rate limit", () => {
  const rateLimit = { requestsPerSecond: 0.5, burst: 2 };

  /** An emulator whose burst is used up. */
  async function limited(): Promise<Rig & { list429: () => Promise<number> }> {
    const rig = await start({ rateLimit });
    const list429 = async (): Promise<number> => (await rig.call("GET", "/v1/jobs")).status;
    expect([await list429(), await list429()]).toEqual([200, 200]);
    return { ...rig, list429 };
  }

  test("refuses what exceeds a burst, commits nothing of it and says how long to wait", async () => {
    const { call, emulator } = await limited();
    const answer = await call("POST", "/v1/jobs", persistentJob());
    expect(answer).toMatchObject(refusal(429, "rate_limited"));
    expect(answer.headers.get("retry-after")).toBe("2");
    expect(emulator.ledger().jobs).toEqual([]);
  });

  test("lets one pass after that time and not before", async () => {
    const { clock, list429 } = await limited();
    clock.advance(1999);
    const early = await list429();
    clock.advance(1);
    expect([early, await list429(), await list429()]).toEqual([429, 200, 429]);
  });

  test("can be lifted", async () => {
    const { emulator, list429 } = await limited();
    emulator.changeSettings({ rateLimit: null });
    expect(await list429()).toBe(200);
  });
});

describe("the envelope data", () => {
  test("is around every single resource", async () => {
    const rig = await start({ envelope: "data" });
    const cook = "/v1/job-recipes/019582a6-2000-7000-8000-000000000001/cook";
    const created = (await rig.call("POST", "/v1/jobs", persistentJob())).body;
    const { uuid } = created["data"] as { uuid: string };
    rig.clock.advance(800);
    const [run] = await rig.list("/v1/job-runs");
    expect([
      created,
      (await rig.call("POST", cook, {})).body,
      await rig.read(`/v1/jobs/${uuid}`),
      await rig.read(`/v1/job-runs/${String(run?.["uuid"])}`),
      (await rig.call("PUT", `/v1/jobs/${uuid}/cancel`, {})).body,
    ]).toEqual(
      ["job", "job", "job", "job_run", "job"].map((object) => ({
        data: expect.objectContaining({ object }) as unknown,
      })),
    );
  });

  test("is neither around lists nor around errors", async () => {
    const { call, read } = await start({ envelope: "data" });
    expect(await read("/v1/jobs")).toMatchObject({ data: [], total: 0 });
    expect((await call("POST", "/v1/jobs", {})).body).toHaveProperty("error");
  });
});

test.each([200, 202] as const)("a job can be created with a %d", async (createStatus) => {
  const { call } = await start({ createStatus });
  expect((await call("POST", "/v1/jobs", persistentJob())).status).toBe(createStatus);
});

describe("retention", () => {
  test.each([
    [59_999, 200, 1],
    [60_000, 404, 0],
  ])("%d ms after its end answers %d for a job and lists %d", async (ms, status, listed) => {
    const rig = await start({ retentionMs: 60_000 });
    const uuid = await rig.create(batchJob());
    rig.clock.advance(2800 + ms);
    const read = await rig.call("GET", `/v1/jobs/${uuid}`);
    expect([read.status, await total(rig, "/v1/jobs")]).toEqual([status, listed]);
  });

  test("keeps what has not ended, and the ledger keeps everything", async () => {
    const rig = await start({ retentionMs: 60_000 });
    await rig.create();
    await rig.create(batchJob());
    rig.clock.advance(24 * 60 * 60 * 1000);
    expect([await total(rig, "/v1/jobs"), rig.emulator.ledger().jobs.length]).toEqual([1, 2]);
  });
});

test("a longer way to CANCELLED holds for jobs that were there before", async () => {
  const rig = await start();
  const uuid = await rig.create();
  await control(rig.emulator, "settings", { cancelAfterMs: 10_000 });
  await rig.call("PUT", `/v1/jobs/${uuid}/cancel`, {});
  const statuses: unknown[] = [];
  for (const ms of [9999, 1]) {
    rig.clock.advance(ms);
    statuses.push(await rig.status(uuid));
  }
  expect(statuses).toEqual(["CANCELLING", "CANCELLED"]);
});

describe("registry secrets", () => {
  const parameters = container({
    env: { secret: "plain" },
    secret: "hush",
    volumes: [{ secret: "hush", mount: "/data" }],
  });

  test.each<[string, EmulatorOptions, string]>([
    ["are echoed by default", {}, "hush"],
    ["are masked where the settings say so", { maskSecrets: true }, "***"],
  ])("%s", async (_name, options, secret) => {
    const { call } = await start(options);
    const { body } = await call("POST", "/v1/jobs", batchJob({ parameters }));
    expect(body["parameters"]).toMatchObject({
      parameters: { env: { secret: "plain" }, secret, volumes: [{ secret, mount: "/data" }] },
    });
  });

  test("can be masked for jobs that were there before", async () => {
    const rig = await start();
    const uuid = await rig.create(batchJob({ parameters }));
    rig.emulator.changeSettings({ maskSecrets: true });
    expect(await rig.read(`/v1/jobs/${uuid}`)).toMatchObject({
      parameters: { parameters: { secret: "***" } },
    });
  });
});
