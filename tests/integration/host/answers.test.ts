// What crosses into the engine. A value that its messages cannot carry loses a paid job.
import { startEmulator } from "../../../emulator";
import { type DynamicProvider, provider } from "../../../provider/pulumi/dynamic/provider";
import { until } from "../../support/until";
import {
  HostError,
  PROVIDER_OF_JOB,
  type HostProcess,
  type Values,
} from "../../support/hostProcess";
import { jobProperties, useHost } from "./useHost";

jest.setTimeout(30_000);
const rig = useHost();
const create = (overrides: Values = {}): ReturnType<HostProcess["create"]> =>
  rig().host.create(jobProperties(overrides));

describe("__provider, without which nothing can be done with a resource again,", () => {
  test("is in the checked inputs", async () => {
    const { inputs } = await rig().host.check({}, jobProperties());
    expect(inputs["__provider"]).toBe(PROVIDER_OF_JOB);
  });

  test("is in the outputs of create", async () => {
    expect((await create()).properties["__provider"]).toBe(PROVIDER_OF_JOB);
  });

  test("is in the outputs of read", async () => {
    const { id, properties } = await create();
    const read = await rig().host.read(id, properties);
    expect(read.properties["__provider"]).toBe(PROVIDER_OF_JOB);
  });

  test("is in the inputs of a look-up by the id alone", async () => {
    const { id } = await create();
    const read = await rig().host.read(id, { __provider: PROVIDER_OF_JOB });
    expect(read.inputs).toMatchObject({ task: "BATCH", __provider: PROVIDER_OF_JOB });
  });

  test("is in the outputs of update", async () => {
    const { id, properties } = await create();
    const updated = await rig().host.update(id, properties, jobProperties({ sshUser: "root" }));
    expect(updated["__provider"]).toBe(PROVIDER_OF_JOB);
  });

  test("is in what a failed create leaves behind", async () => {
    rig().emulator.failNext({ route: "GET /v1/jobs/{uuid}", status: 401, body: "{}" });
    const thrown = await create().catch((error: unknown) => error);
    const kept = thrown instanceof HostError ? thrown.kept : undefined;
    expect(kept?.properties["__provider"]).toBe(PROVIDER_OF_JOB);
  });

  test("is in what a failed update leaves behind", async () => {
    const { id, properties } = await create();
    rig().emulator.failNext({ route: "GET /v1/jobs/{uuid}", status: 401, body: "{}" });
    const updating = rig().host.update(id, properties, jobProperties({ sshUser: "root" }));
    const thrown = await updating.catch((error: unknown) => error);
    const kept = thrown instanceof HostError ? thrown.kept : undefined;
    expect(kept?.properties["__provider"]).toBe(PROVIDER_OF_JOB);
  });
});

test("a refresh leaves the inputs to the engine: others would show as a change of the program", async () => {
  const { id, properties } = await create();
  expect((await rig().host.read(id, properties)).inputs).toBeUndefined();
});

test("a failed update without one good read keeps all it knew", async () => {
  const { id, properties } = await create();
  rig().emulator.failNext({ route: "GET /v1/jobs/{uuid}", status: 401, body: "{}" });
  const news = jobProperties({ sshUser: "root" });
  const thrown = await rig()
    .host.update(id, properties, news)
    .catch((error: unknown) => error);
  const kept = thrown instanceof HostError ? thrown.kept : undefined;
  expect(kept?.properties).toEqual({ ...properties, sshUser: "root" });
});

test("a job of which the service returns only uuid and status is created", async () => {
  const { emulator } = rig();
  const uuid = "00000000-0000-4000-8000-000000000000";
  const body = JSON.stringify({ uuid, status: "COMPLETED", created_at: null });
  emulator.failNext({ route: "POST /v1/jobs", status: 201, body });
  emulator.failNext({ route: "GET /v1/jobs/{uuid}", status: 200, body });
  expect(await create()).toEqual({
    id: uuid,
    properties: {
      ...jobProperties(),
      __context: expect.objectContaining({ name: "render" }) as unknown,
      uuid,
      status: "COMPLETED",
      outcome: "completed",
      nodeUrls: [],
      endpoints: {},
      apiOrigin: emulator.url,
      marker: expect.stringMatching(/^[a-z2-7.]{37}$/) as unknown,
    },
  });
});

test("a deletion before replacement is asked for, so that two jobs never bill at once", async () => {
  const { id, properties } = await create();
  const diff = await rig().host.diff(id, properties, jobProperties({ title: "new" }));
  expect(diff).toEqual({ changes: "unknown", replaces: ["title"], deleteBeforeReplace: true });
});

test("a change that only the outputs show is a definite one", async () => {
  const { id, properties } = await create();
  const olds = { ...properties, status: "FAILED" };
  const diff = await rig().host.diff(id, olds, jobProperties());
  expect(diff).toEqual({ changes: "some", replaces: ["status"], deleteBeforeReplace: true });
});

test("why a job is replaced is in the engine's log", async () => {
  const { engine, host } = rig();
  const { id, properties } = await create();
  const olds = { ...properties, status: "FAILED", statusReason: "the node died" };
  const before = engine.lines.length;
  await host.diff(id, olds, jobProperties());
  await until(() => engine.lines.length > before);
  expect(engine.lines.at(-1)).toEqual({
    severity: "info",
    message:
      `render: the job ${id} ended FAILED (the node died), ` +
      "and replaceOn lists that status, so it is replaced",
  });
});

test("that a job is gone is a warning in the engine's log", async () => {
  const { emulator, engine, host } = rig();
  const { id, properties } = await create();
  emulator.forgetJob(id, { force: true });
  const before = engine.lines.length;
  // Of a young job a list proves nothing.
  await host.read(id, { ...properties, createdAt: "2026-01-01T00:00:00Z" });
  await until(() => engine.lines.length > before);
  expect(engine.lines.at(-1)).toEqual({
    severity: "warning",
    message: expect.stringContaining(
      `render: Job ${id} is gone: the service no longer knows it`,
    ) as string,
  });
});

test("what the service says cannot steer a terminal or the engine's colours", async () => {
  const { emulator, host } = rig();
  const { id, properties } = await create();
  await emulator.endJob(id, {
    status: "FAILED",
    reason: "\u001b[31m<{%red%}>\r\nerror: \u202eboo",
  });
  const read = await host.read(id, properties);
  expect(read.properties["statusReason"]).toBe("[31m<{ %red%}> error: boo");
});

test("an error of read is printed without a stack", async () => {
  const { emulator, host } = rig();
  const { id, properties } = await create();
  emulator.failNext({ route: "GET /v1/jobs/{uuid}", status: 403, body: "{}" });
  await host.read(id, properties).catch(() => undefined);
  await until(() => host.printed().includes("403"));
  expect(host.printed()).not.toMatch(/\n\s+at /);
});

describe("what the provider itself gives the host is plain JSON without undefined:", () => {
  const news = { ...jobProperties(), title: undefined };
  let emulator: Awaited<ReturnType<typeof startEmulator>>;
  let provided: DynamicProvider;
  beforeAll(async () => {
    emulator = await startEmulator({ assignAfterMs: 0, startAfterMs: 0, cancelAfterMs: 0 });
    const { url, publicKey, secretKey } = emulator;
    const settings = new Map([
      ["dispersed:baseUrl", url],
      ["dispersed:publicKey", publicKey],
      ["dispersed:secretKey", secretKey],
    ]);
    provided = provider("Job");
    provided.configure({ config: { get: (key) => settings.get(key) } });
  });
  afterAll(() => emulator.close());

  test.each<[string, () => Promise<unknown>]>([
    ["check", () => provided.check({}, news)],
    ["check of bad inputs", () => provided.check({}, { task: 7 })],
    ["diff without a change", () => provided.diff("x", { ...news }, news)],
    ["diff with a change", () => provided.diff("x", { ...news, task: "PERSISTENT" }, news)],
    ["create", () => provided.create(news)],
    [
      "read",
      async () => {
        const { id, outs } = await provided.create(news);
        return provided.read(id, outs);
      },
    ],
    [
      "update",
      async () => {
        const { id, outs } = await provided.create(news);
        return provided.update(id, outs, { ...news, sshUser: "root" });
      },
    ],
    [
      "a failed create",
      async () => {
        emulator.failNext({ route: "GET /v1/jobs/{uuid}", status: 401, body: "{}" });
        const thrown: unknown = await provided.create(news).catch((error: unknown) => error);
        const { id, reasons, properties } = thrown as Record<string, unknown>;
        return { id, reasons, properties };
      },
    ],
  ])("%s", async (_name, call) => {
    const answer = await call();
    expect(answer).toStrictEqual(JSON.parse(JSON.stringify(answer)));
  });
});
