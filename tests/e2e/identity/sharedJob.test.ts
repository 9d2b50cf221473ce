// Two resources of a stack that hold one job: it ends with the last of them, whatever the engine shows of the other.
// An imported job ends with its resource, though its state names the purchase of another one.
import { expectInStep, printed, programOf, useStack } from "../../support/stack";
import { createJob } from "../../../provider/api/endpoints/jobs";
import { clientFor } from "../../support/clientFor";
import { succeeded } from "../../support/engine/project";
import { usePluginStack, yamlBox } from "../../support/pluginStack";
import { testKeys } from "../../support/engine/stackTemplate";

jest.setTimeout(180_000);
const stack = useStack();

const box = { task: "PERSISTENT", container: { image: "otoy/dispersed-base" }, gpuCount: 1 };
const job = (name: string, adopt: string, opts = "{}"): string =>
  `const ${name} = new dispersed.Job("${name}", ${JSON.stringify({ ...box, adopt })}, ${opts});\n`;
const provider = (): string =>
  `const p = new dispersed.Provider("p", ${JSON.stringify({ baseUrl: stack.emulator.url, ...testKeys })});\n`;
const leftAlone = "was not cancelled: resource b of stack project/test holds it by now";

async function shared(head: string, opts: string): Promise<string> {
  const { uuid } = await createJob(clientFor(stack.emulator), {
    ...box,
    task: "PERSISTENT",
    title: "ours",
  });
  succeeded(await stack.up(programOf(head + job("a", uuid))));
  succeeded(await stack.up(programOf(head + job("a", uuid) + job("b", uuid, opts))));
  return uuid;
}

test("a destroy of one leaves the job to the other, which it was not shown", async () => {
  const uuid = await shared("", "{}");
  const { urn } = await stack.job("a");
  const run = succeeded(await stack.project.pulumi("destroy", "--yes", "--target", urn));
  expect(printed(run)).toContain(leftAlone);
  expect(await expectInStep(stack, 1)).toEqual([uuid]);
  succeeded(await stack.destroy());
  expect(stack.emulator.ledger().alive).toBe(0);
});

test("an up without one leaves the job to the other, which another process was shown", async () => {
  const uuid = await shared(provider(), "{ provider: p, dependsOn: a }");
  const program = programOf(provider() + job("b", uuid, "{ provider: p }"));
  const run = succeeded(await stack.up(program));
  expect(printed(run)).toContain(leftAlone);
  expect(await expectInStep(stack, 1)).toEqual([uuid]);
  succeeded(await stack.destroy());
  expect(stack.emulator.ledger().alive).toBe(0);
});

describe("a job that was taken out of the state and imported", () => {
  const JOB = "dispersed:index:Job";
  const plugin = usePluginStack(yamlBox());

  test.each(["at once", "after an up"])("ends with its resource, %s", async (when) => {
    await plugin.up();
    const { id, urn } = await plugin.resource(JOB);
    succeeded(await plugin.project.pulumi("state", "delete", "--yes", urn));
    await plugin.up(yamlBox({}, { import: id }));
    if (when === "after an up") await plugin.up(yamlBox());
    await plugin.destroy();
    expect(plugin.emulator.ledger().jobs).toMatchObject([{ uuid: id, status: "CANCELLED" }]);
  });
});
