// A component that got another name, type or parent is the same one by an alias, in every form that an alias has.
import { succeeded } from "../../support/engine/project";
import { usePluginStack } from "../../support/pluginStack";
import { CREATE, printed, writes } from "../../support/stack";

const devBox = (options: object = {}): object => ({
  type: "dispersed:DevBox",
  properties: { waitFor: "running", title: "box" },
  options,
});

const program = (resources: object): string => `resources: ${JSON.stringify(resources)}\n`;
/** Any resource may be a parent. */
const key = { type: "dispersed:SshKey" };
const root = program({ key, box: devBox() });
const below = program({ key, box: devBox({ parent: "${key}" }) });
const parentUrn = "urn:pulumi:test::project::dispersed:index:SshKey::key";

const stack = usePluginStack(root);

/** The state as it would be if components had had another type. */
async function giveType(type: string): Promise<void> {
  const { stdout } = succeeded(await stack.project.pulumi("stack", "export"));
  const before = stdout.replaceAll("dispersed:index:DevBox", type);
  expect(before).not.toBe(stdout);
  stack.project.write({ "state.json": before });
  succeeded(await stack.project.pulumi("stack", "import", "--file", "state.json"));
}

const box = (alias: unknown, options: object = {}): string =>
  program({ key, box: devBox({ ...options, aliases: [alias] }) });
const otherName = (alias: unknown): string => program({ key, other: devBox({ aliases: [alias] }) });

test.each<[string, string, string | undefined, string]>([
  ["its name", root, undefined, otherName({ name: "box" })],
  ["its type", root, "my:own:Box", box({ type: "my:own:Box" })],
  ["its URN", root, undefined, otherName("urn:pulumi:test::project::dispersed:index:DevBox::box")],
  ["its parent", below, undefined, box({ parent: "${key}" })],
  ["its parent's URN", below, undefined, box({ parent: parentUrn })],
  ["no parent", root, undefined, box({ noParent: true }, { parent: "${key}" })],
  ["name and parent", below, undefined, otherName({ name: "box", parent: "${key}" })],
])("%s", async (_, first, type, second) => {
  await stack.up(first);
  if (type !== undefined) await giveType(type);
  stack.write(second);
  const preview = printed(succeeded(await stack.project.pulumi("preview")));
  expect(preview).not.toMatch(/to (create|delete|replace)/);
  await stack.up();
  await stack.expectNoChange();
  expect(writes(stack.emulator)).toEqual([CREATE]);
  await stack.destroy();
  expect(stack.emulator.ledger().alive).toBe(0);
});
