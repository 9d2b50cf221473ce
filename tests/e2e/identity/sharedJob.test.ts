// Two resources of a stack that hold one job: it ends with the last of them. A resource that only an earlier run
// has seen with the job may be gone, so a delete of the other one asks.
// An imported job ends with its resource, though its state names the purchase of another one.
import { expectInStep, failed, printed, programOf, useStack } from "../../support/stack";
import { cancelJob, createJob } from "../../../provider/api/endpoints/jobs";
import { clientFor } from "../../support/clientFor";
import { succeeded } from "../../support/engine/project";
import { usePluginStack, yamlBox } from "../../support/pluginStack";
import { testKeys } from "../../support/engine/stackTemplate";

jest.setTimeout(180_000);
const stack = useStack();

const box = {
  task: "PERSISTENT",
  container: { image: "otoy/dispersed-base", ports: [8080] },
  gpuCount: 1,
};
const job = (name: string, adopt: string, opts = "{}", more = {}): string =>
  `const ${name} = new dispersed.Job("${name}", ${JSON.stringify({ ...box, ...more, adopt })}, ${opts});\n`;
const provider = (): string =>
  `const p = new dispersed.Provider("p", ${JSON.stringify({ baseUrl: stack.emulator.url, ...testKeys })});\n`;
const leftAlone = "was not cancelled: resource b of stack project/test holds it by now";

/** A job of the console's that resource a holds. */
async function held(head = "", more = {}): Promise<string> {
  const { uuid } = await createJob(clientFor(stack.emulator), {
    ...box,
    task: "PERSISTENT",
    title: "ours",
  });
  succeeded(await stack.up(programOf(head + job("a", uuid, "{}", more))));
  return uuid;
}

/** The same job, held by b too. */
async function shared(head: string, opts: string): Promise<string> {
  const uuid = await held(head);
  succeeded(await stack.up(programOf(head + job("a", uuid) + job("b", uuid, opts))));
  return uuid;
}

const asked =
  "was not cancelled and is still billed: resource b of stack project/test held it when this machine last saw the job";

test("a destroy of one stops where it was not shown the other, and goes on once it is out of the state", async () => {
  const uuid = await shared("", "{}");
  const { urn } = await stack.job("a");
  const run = await stack.project.pulumi("destroy", "--yes", "--target", urn);
  expect(failed(run)).toContain(asked);
  expect((await stack.job("a")).outputs).toMatchObject({ uuid, status: "RUNNING" });
  expect(stack.emulator.ledger().alive).toBe(1);
  succeeded(await stack.project.pulumi("state", "delete", "--yes", urn));
  succeeded(await stack.destroy());
  expect(stack.emulator.ledger().alive).toBe(0);
});

test.each(["{}", "{ dependsOn: a }"])("a destroy of both ends the job, with %s", async (opts) => {
  await shared("", opts);
  succeeded(await stack.destroy());
  expect(stack.emulator.ledger().alive).toBe(0);
});

describe("a job whose last holder left the state without a delete", () => {
  const onlyFirst = async (): Promise<string> => {
    const uuid = await shared("", "{}");
    const { urn } = await stack.job("b");
    succeeded(await stack.project.pulumi("state", "delete", "--yes", urn));
    expect(failed(await stack.destroy())).toContain(asked);
    expect(await expectInStep(stack, 1)).toEqual([uuid]);
    return uuid;
  };

  test("stays in the state, until it was cancelled in the console", async () => {
    const uuid = await onlyFirst();
    await cancelJob(clientFor(stack.emulator), uuid);
    succeeded(await stack.destroy());
    expect(stack.emulator.ledger().alive).toBe(0);
  });

  test("stays in the state, until an up shows which resource has it", async () => {
    const uuid = await onlyFirst();
    succeeded(await stack.up(programOf(job("a", uuid))));
    succeeded(await stack.destroy());
    expect(stack.emulator.ledger().alive).toBe(0);
  });
});

test("an adoption that fails under onCreateFailure: cancel leaves the job to the resource that has it", async () => {
  const uuid = await held();
  const waitFor = { port: 8080, http: "/", status: 418 };
  const more = { onCreateFailure: "cancel", waitFor };
  const program = programOf(
    job("a", uuid) + job("b", uuid, '{ customTimeouts: { create: "5s" } }', more),
  );
  expect(failed(await stack.up(program))).toContain(
    "It was not cancelled, because resource a of stack project/test holds it too.",
  );
  expect(stack.emulator.ledger().jobs).toMatchObject([{ uuid, status: "RUNNING" }]);
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
