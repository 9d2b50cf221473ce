// What crosses into the engine. A value that its messages cannot carry loses a paid job.
import { until } from "../../support/until";
import { PROVIDER_OF_JOB, type HostProcess, type Values } from "../../support/hostProcess";
import { keptAfterHost } from "./keptAfterHost";
import { jobProperties, useHost } from "./useHost";

jest.setTimeout(30_000);
const rig = useHost();
const create = (overrides: Values = {}): ReturnType<HostProcess["create"]> =>
  rig().host.create(jobProperties(overrides));

/** What a failed create leaves behind. */
async function keptWhenRefused(): Promise<Values> {
  rig().emulator.failNext({ route: "GET /v1/jobs/{uuid}", status: 401, body: "{}" });
  return (await keptAfterHost(create())).properties;
}

type Created = Awaited<ReturnType<typeof create>>;
const updated = ({ id, properties }: Created): Promise<Values> =>
  rig().host.update(id, properties, jobProperties({ sshUser: "root" }));

// Nothing can be done with a resource again whose state lacks it.
test.each<[string, (created: Created) => Promise<Values | undefined> | Values]>([
  ["the outputs of create", ({ properties }) => properties],
  [
    "the inputs of a read by the id alone",
    async ({ id }) => (await rig().host.read(id, { __provider: PROVIDER_OF_JOB })).inputs,
  ],
  ["the outputs of update", updated],
  ["what a failed create leaves behind", keptWhenRefused],
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

test("a changed input asks for a deletion before the replacement, so that two jobs never bill at once", async () => {
  const { id, properties } = await create();
  const diff = await rig().host.diff(id, properties, jobProperties({ title: "new" }));
  expect(diff).toEqual({ changes: "unknown", replaces: ["title"], deleteBeforeReplace: true });
});

test("why a job is replaced is in the engine's log", async () => {
  const { engine, host } = rig();
  const { id, properties } = await create();
  const before = engine.lines.length;
  const olds = { ...properties, status: "FAILED", statusReason: "the node died" };
  await host.diff(id, olds, jobProperties());
  await until(() => engine.lines.length > before);
  const message = expect.stringContaining("ended FAILED (the node died)") as string;
  expect(engine.lines.at(-1)).toEqual({ severity: "info", message });
});
