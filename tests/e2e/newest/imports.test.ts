// A job that a resource holds is not imported by another one: deleting either would cancel it. The engine writes what the
// option `import` names into the state before the plugin can refuse it, unless a preview has stopped the run.
import { createJob } from "../../../provider/api/endpoints/jobs";
import { clientFor } from "../../support/clientFor";
import { succeeded } from "../../support/engine/project";
import { usePluginStack } from "../../support/pluginStack";
import { CANCEL, CREATE, failed, writes } from "../../support/stack";

const JOB = "dispersed:index:Job";
const box = {
  task: "PERSISTENT",
  container: { image: "otoy/dispersed-base", ports: [8080] },
  gpuCount: 1,
  title: "box",
} as const;
const job = (options: object = {}): object => ({ type: "dispersed:Job", properties: box, options });
const program = (resources: object): string => `resources: ${JSON.stringify(resources)}\n`;

const stack = usePluginStack(program({ first: job() }));

/** The jobs in the state: URNs by name. */
async function jobs(): Promise<ReadonlyMap<string, string>> {
  const { resources = [] } = await stack.project.exportState();
  const found = resources.filter(({ type }) => type === JOB);
  return new Map(found.map(({ urn }) => [urn.split("::").at(-1) ?? "", urn]));
}

const names = async (): Promise<readonly string[]> => [...(await jobs()).keys()].sort();

/** Takes what an import has left out of the state, as its message says, and ends the job with its holder. */
async function takeOut(name: string): Promise<void> {
  const urn = (await jobs()).get(name) ?? "";
  succeeded(await stack.project.pulumi("state", "delete", "--yes", urn));
  expect(stack.emulator.ledger().alive).toBe(1);
}

test("pulumi import names the holder, and imports nothing", async () => {
  await stack.up();
  const { id = "" } = await stack.resource(JOB);
  const run = await stack.project.pulumi("import", "--yes", "--protect=false", JOB, "second", id);
  expect(failed(run)).toContain(
    `the job ${id} is held by resource first of stack project/test. Nothing was imported`,
  );
  expect(await names()).toEqual(["first"]);
});

test("a preview of the option import names the holder, and leaves the state as it is", async () => {
  await stack.up();
  const { id = "" } = await stack.resource(JOB);
  stack.write(program({ first: job(), second: job({ import: id }) }));
  expect(failed(await stack.project.pulumi("up", "--yes"))).toContain("is held by resource first");
  expect(await names()).toEqual(["first"]);
});

test("without a preview the message says how the import gets out of the state again", async () => {
  await stack.up();
  const { id = "" } = await stack.resource(JOB);
  stack.write(program({ first: job(), second: job({ import: id }) }));
  const said = failed(await stack.project.pulumi("up", "--yes", "--skip-preview"));
  expect(said).toContain(
    `the job ${id} is held by resource first of stack project/test. It must not be imported`,
  );
  expect(said).not.toMatch(/^ +at /m);
  await takeOut("second");
  await stack.up(program({ first: job() }));
  await stack.expectNoChange();
  await stack.destroy();
  expect(writes(stack.emulator)).toEqual([CREATE, CANCEL]);
});

test("of two resources that import one job of the console, one is refused", async () => {
  const { uuid } = await createJob(clientFor(stack.emulator), box);
  stack.write(program({ first: job({ import: uuid }), second: job({ import: uuid }) }));
  const said = failed(await stack.project.pulumi("up", "--yes", "--skip-preview"));
  const [, holder = ""] = /is held by resource (\w+) of stack project\/test/.exec(said) ?? [];
  expect(["first", "second"]).toContain(holder);
  const other = holder === "first" ? "second" : "first";
  if ((await names()).includes(other)) await takeOut(other);
  await stack.up(program({ [holder]: job() }));
  await stack.destroy();
  expect(writes(stack.emulator)).toEqual([CREATE, CANCEL]);
});
