import { jobProperties, useHost } from "./useHost";

jest.setTimeout(30_000);
const rig = useHost();
/** What the engine sends for a value that it does not know yet. */
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const image = "otoy/dispersed-base";

// One of each kind; the unit tests have them all.
test.each<[string, Record<string, unknown>, string]>([
  ["a missing property", { task: null }, "task is required"],
  ["a misspelt nested property", { container: { image, port: [22] } }, "container.port is not"],
])("A17: %s is a failure that names the property", async (_name, overrides, reason) => {
  const { failures } = await rig().host.check({}, jobProperties(overrides));
  // The engine prints the value of a property that a failure names.
  expect(failures).toEqual([{ property: "", reason: expect.stringContaining(reason) as string }]);
});

test.each<[string, Record<string, unknown>]>([
  ["container", { container: unknown }],
  ["a port", { container: { image, ports: [unknown, 22] } }],
  ["a value of the environment", { container: { image, env: { URL: unknown } } }],
  ["the GPU count beside a GPU's name", { gpuCount: unknown, gpuName: "A" }],
  ["a trigger", { triggers: { revision: unknown } }],
])("E03: %s may be unknown in check, and stays unknown", async (_name, overrides) => {
  const { inputs, failures } = await rig().host.check({}, jobProperties(overrides));
  const { __context, ...visible } = jobProperties(overrides);
  expect({ inputs, failures }).toEqual({
    inputs: { ...visible, __context: expect.objectContaining(__context as object) as unknown },
    failures: [],
  });
});

const box = { task: "PERSISTENT", maxTimeoutRunMs: null };
const boxOf = (ports: unknown): Record<string, unknown> => ({
  ...box,
  container: { image, ports },
});

test.each<[string, Record<string, unknown>, Record<string, unknown>, string[]]>([
  ["the container", {}, { container: unknown }, ["container"]],
  ["a port", boxOf([22]), boxOf([unknown]), ["container"]],
  ["the task", {}, { task: unknown }, ["task"]],
  ["replaceOn, when the job ended,", { status: "COMPLETED" }, { replaceOn: unknown }, []],
])("E03: %s that is unknown in diff is a change", async (_name, old, now, replaces) => {
  const olds = jobProperties({ status: "RUNNING", uuid: "x", nodeUrls: [], ...old });
  const { changes, ...diff } = await rig().host.diff("x", olds, jobProperties(now));
  expect([changes === "none", diff.replaces]).toEqual([false, replaces]);
});

test("E04: a preview of 20 unchanged resources makes no request", async () => {
  const { emulator, host } = rig();
  const boxes = await Promise.all(
    Array.from({ length: 20 }, (_, number) =>
      host.create(jobProperties({ title: `number ${number}` })),
    ),
  );
  const before = emulator.ledger().requests;
  const diffs = [];
  for (const [number, { id, properties }] of boxes.entries()) {
    const news = jobProperties({ title: `number ${number}` });
    const { inputs } = await host.check(news, news);
    diffs.push((await host.diff(id, properties, inputs)).changes);
  }
  expect([emulator.ledger().requests - before, new Set(diffs)]).toEqual([0, new Set(["none"])]);
});
