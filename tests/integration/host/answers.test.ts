// What crosses into the engine. A value that its messages cannot carry loses a paid job.
import { startEmulator } from "../../../emulator";
import { type DynamicProvider, provider } from "../../../provider/pulumi/dynamic/provider";
import { until } from "../../support/until";
import { PROVIDER_OF_JOB, type HostProcess, type Values } from "../../support/hostProcess";
import { keptAfterHost } from "./keptAfterHost";
import { configFor, jobProperties, useHost } from "./useHost";

jest.setTimeout(30_000);
const rig = useHost();
const create = (overrides: Values = {}): ReturnType<HostProcess["create"]> =>
  rig().host.create(jobProperties(overrides));

/** What a failed create or update leaves behind. */
async function keptWhenRefused(call: () => Promise<unknown>): Promise<Values> {
  rig().emulator.failNext({ route: "GET /v1/jobs/{uuid}", status: 401, body: "{}" });
  return (await keptAfterHost(call())).properties;
}

type Created = Awaited<ReturnType<typeof create>>;
const updated = ({ id, properties }: Created): Promise<Values> =>
  rig().host.update(id, properties, jobProperties({ sshUser: "root" }));

// Nothing can be done with a resource again whose state lacks it.
test.each<[string, (created: Created) => Promise<Values | undefined> | Values]>([
  ["the checked inputs", async () => (await rig().host.check({}, jobProperties())).inputs],
  ["the outputs of create", ({ properties }) => properties],
  [
    "the outputs of read",
    async ({ id, properties }) => (await rig().host.read(id, properties)).properties,
  ],
  [
    "the inputs of a read by the id alone",
    async ({ id }) => (await rig().host.read(id, { __provider: PROVIDER_OF_JOB })).inputs,
  ],
  ["the outputs of update", updated],
  ["what a failed create leaves behind", () => keptWhenRefused(create)],
  ["what a failed update leaves behind", (created) => keptWhenRefused(() => updated(created))],
])("__provider is in %s", async (_name, valuesAfter) => {
  expect((await valuesAfter(await create()))?.["__provider"]).toBe(PROVIDER_OF_JOB);
});

test("a refresh leaves the inputs to the engine: others would show as a change of the program", async () => {
  const { id, properties } = await create();
  expect((await rig().host.read(id, properties)).inputs).toBeUndefined();
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

test.each<[string, Values, Values, object]>([
  // With a deletion first, so that two jobs never bill at once.
  ["an input", {}, { title: "new" }, { changes: "unknown", replaces: ["title"] }],
  [
    "an output, a definite one,",
    { status: "FAILED" },
    {},
    { changes: "some", replaces: ["status"] },
  ],
])("a change of %s asks for a deletion before the replacement", async (...row) => {
  const [, olds, news, expected] = row;
  const { id, properties } = await create();
  const diff = await rig().host.diff(id, { ...properties, ...olds }, jobProperties(news));
  expect(diff).toEqual({ ...expected, deleteBeforeReplace: true });
});

test("why a job is replaced, and that one is gone, is in the engine's log", async () => {
  const { emulator, engine, host } = rig();
  const { id, properties } = await create();
  const before = engine.lines.length;
  const logged = async (count: number): Promise<unknown> => {
    await until(() => engine.lines.length >= before + count);
    return engine.lines.at(-1);
  };
  const olds = { ...properties, status: "FAILED", statusReason: "the node died" };
  await host.diff(id, olds, jobProperties());
  expect(await logged(1)).toEqual({
    severity: "info",
    message:
      `render: the job ${id} ended FAILED (the node died), ` +
      "and replaceOn lists that status, so it is replaced",
  });
  emulator.forgetJob(id, { force: true });
  // Of a young job a list proves nothing.
  await host.read(id, { ...properties, createdAt: "2026-01-01T00:00:00Z" });
  const gone = `render: Job ${id} is gone: the service no longer knows it`;
  const message = expect.stringContaining(gone) as string;
  expect(await logged(2)).toEqual({ severity: "warning", message });
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
    const config = configFor(emulator);
    provided = provider("Job");
    provided.configure({ config: { get: (key) => config[key] } });
  });
  afterAll(() => emulator.close());

  const made = async (): Promise<readonly [string, Values]> => {
    const { id, outs } = await provided.create(news);
    return [id, outs];
  };

  test.each<[string, () => Promise<unknown>]>([
    ["check", () => provided.check({}, news)],
    ["check of bad inputs", () => provided.check({}, { task: 7 })],
    ["diff without a change", () => provided.diff("x", { ...news }, news)],
    ["diff with a change", () => provided.diff("x", { ...news, task: "PERSISTENT" }, news)],
    ["create", () => provided.create(news)],
    ["read", async () => provided.read(...(await made()))],
    ["update", async () => provided.update(...(await made()), { ...news, sshUser: "root" })],
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
