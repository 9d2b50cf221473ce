import { readFileSync } from "node:fs";
import { join } from "node:path";
import { batchJob, container, persistentJob } from "./jobBodies";
import { control, refusal } from "./signedRequest";
import { useEmulator } from "./useEmulator";

const start = useEmulator();
describe("the knobs", () => {
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
    [{ rateLimit: { requestsPerSecond: 0, burst: 1 } }, "rateLimit.requestsPerSecond: "],
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
});

test("a rate limit refuses what exceeds a burst, commits nothing of it, and can be lifted", async () => {
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

test("the envelope data is around every single resource, and not around lists and errors", async () => {
  const rig = await start({ envelope: "data" });
  const created = (await rig.call("POST", "/v1/jobs", persistentJob())).body;
  const { uuid } = created["data"] as { uuid: string };
  rig.clock.advance(800);
  const [run] = await rig.list("/v1/job-runs");
  expect([
    created,
    await rig.read(`/v1/jobs/${uuid}`),
    await rig.read(`/v1/job-runs/${String(run?.["uuid"])}`),
    (await rig.call("PUT", `/v1/jobs/${uuid}/cancel`, {})).body,
  ]).toEqual(
    ["job", "job", "job_run", "job"].map((object) => ({
      data: expect.objectContaining({ object }) as unknown,
    })),
  );
});

test("registry secrets are echoed, and masked by a setting for jobs that were there before too", async () => {
  const parameters = container({
    env: { secret: "plain" },
    secret: "hush",
    volumes: [{ secret: "hush", mount: "/data" }],
  });
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
