import { readFileSync } from "node:fs";
import { join } from "node:path";
import { startEmulator } from "../../../emulator";
import { batchJob, container, persistentJob } from "./jobBodies";
import { control, refusal } from "./signedRequest";
import { useEmulator } from "./useEmulator";

const start = useEmulator();
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

describe("a rate limit", () => {
  test("refuses what exceeds a burst, commits nothing of it, and can be lifted", async () => {
    const rig = await start({ rateLimit: { requestsPerSecond: 0.5, burst: 2 } });
    const codes = async (): Promise<number> => rig.code("/v1/jobs");
    expect(await rig.after([0, 0], codes)).toEqual([200, 200]);
    const answer = await rig.call("POST", "/v1/jobs", persistentJob());
    expect(answer).toMatchObject(refusal(429, "rate_limited"));
    expect(answer.headers.get("retry-after")).toBe("2");
    expect(rig.emulator.ledger().jobs).toEqual([]);
    // One passes after that time, and not before.
    expect(await rig.after([1999, 1, 0], codes)).toEqual([429, 200, 429]);
    rig.emulator.changeSettings({ rateLimit: null });
    expect(await codes()).toBe(200);
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

test("a longer way to CANCELLED holds for jobs that were there before", async () => {
  const rig = await start();
  const uuid = await rig.create();
  await control(rig.emulator, "settings", { cancelAfterMs: 10_000 });
  await rig.call("PUT", `/v1/jobs/${uuid}/cancel`, {});
  const statuses = await rig.after([9999, 1], () => rig.status(uuid));
  expect(statuses).toEqual(["CANCELLING", "CANCELLED"]);
});

describe("registry secrets", () => {
  const parameters = container({
    env: { secret: "plain" },
    secret: "hush",
    volumes: [{ secret: "hush", mount: "/data" }],
  });

  test("are echoed, and masked by a setting for jobs that were there before too", async () => {
    const rig = await start();
    const uuid = await rig.create(batchJob({ parameters }));
    const shown = async (secret: string): Promise<void> =>
      expect((await rig.read(`/v1/jobs/${uuid}`))["parameters"]).toMatchObject({
        parameters: { env: { secret: "plain" }, secret, volumes: [{ secret, mount: "/data" }] },
      });
    await shown("hush");
    rig.emulator.changeSettings({ maskSecrets: true });
    await shown("***");
  });
});
