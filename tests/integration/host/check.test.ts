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
