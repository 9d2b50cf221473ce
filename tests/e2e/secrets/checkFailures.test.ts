// A secret that was written in the wrong place: the check fails, and nothing that the run leaves
// behind shows the secret. The engine prints the value of a property that a failure names.
import { dirname, join } from "node:path";

import { filesIn } from "../../support/canaries";
import type { Project } from "../../support/engine/project";
import { useStack, printed, programOf } from "../../support/stack";
import { OF_PULUMI } from "./canaryStack";
import { usePluginStack } from "../../support/pluginStack";

const canary = "canary-of-a-check-5b1f0c9e";

jest.setTimeout(600_000);

/** Everything that a preview, other read-only commands and an `up` leave behind, by name. */
async function traces(project: Project): Promise<ReadonlyMap<string, string>> {
  // Of the engine's hidden flags one writes the event log.
  Object.assign(project.env, { PULUMI_DEBUG_COMMANDS: "true" });
  const root = dirname(project.folder);
  const events = join(root, "events.json");
  const commands = [
    ["preview"],
    ["preview", "--diff"],
    ["preview", "--json"],
    ["up", "--yes", "--skip-preview", "--event-log", events],
  ];
  const found = new Map<string, string>();
  for (const command of commands) {
    const run = await project.pulumi(...command);
    expect([command, run.code]).not.toEqual([command, 0]);
    found.set(command.join(" "), printed(run));
  }
  const given = /Pulumi\.yaml$|index\.js$/;
  const files = filesIn(root).filter(({ name }) => !given.test(name));
  expect(files.some(({ name }) => name === events)).toBe(true);
  found.set("files", files.map(({ text }) => text).join("\n"));
  return found;
}

/** The names of what shows a secret. */
function showing(found: ReadonlyMap<string, string>, secret: string): readonly string[] {
  const own = (text: string): string =>
    text
      .split("\n")
      .filter((line) => !OF_PULUMI.test(line))
      .join("\n");
  return [...found].filter(([, text]) => own(text).includes(secret)).map(([name]) => name);
}

/** What is said of the resource, alike in text, in a diff and in JSON. */
function words(found: ReadonlyMap<string, string>): readonly string[] {
  const previews = [...found].filter(([command]) => command.startsWith("preview"));
  const said = previews.map(([, text]) => {
    const lines = text.replaceAll('\\"', '"').matchAll(/has a problem: (.*?)(?:\\n",)?$/gm);
    return [...new Set([...lines].map(([, line = ""]) => line))].join("\n");
  });
  expect(said).toHaveLength(3);
  return [...new Set(said)];
}

describe("at the dynamic provider", () => {
  const stack = useStack({}, true);

  const box = 'task: "PERSISTENT", container: { image: "a" }';
  test.each([
    [
      "a whole container",
      `new dispersed.Job("box", { task: "PERSISTENT", container: secret });`,
      "container must be an object with at least an image",
    ],
    [
      "an element of a list",
      `new dispersed.Job("box", { ${box}, env: secret, allowedRegionCodes: [secret] });`,
      expect.stringMatching(/^env is not a property of Job/),
    ],
  ])("a secret as %s is in nothing that the run leaves behind", async (_name, program, said) => {
    const secret = `const secret = pulumi.secret(["canary", "of-a-check-5b1f0c9e"].join("-"));`;
    stack.project.write({ "index.js": programOf(`${secret}\n${program}`) });
    const found = await traces(stack.project);
    expect([showing(found, canary), words(found)]).toEqual([[], [said]]);
  });

  test("a private key one level too high is in nothing that the run leaves behind", async () => {
    const key = 'const key = new dispersed.SshKey("key");';
    await stack.up(programOf(key));
    const { resources = [] } = await stack.project.exportState("--show-secrets");
    const { outputs } = resources.find(({ type }) => type.endsWith("SshKey")) ?? {};
    const { plaintext } = outputs?.["privateKey"] as { plaintext: string };
    const [line = ""] = /[A-Za-z0-9+/]{40,}/.exec(JSON.parse(plaintext) as string) ?? [];
    expect(line).not.toBe("");
    const job = `new dispersed.Job("box", { ${box}, env: { KEY: key.privateKey } });`;
    stack.project.write({ "index.js": programOf(`${key}\n${job}`) });
    const found = await traces(stack.project);
    expect([showing(found, line), words(found)]).toEqual([
      [],
      [expect.stringMatching(/^env is not a property of Job/)],
    ]);
  });
});

describe("at the plugin", () => {
  const stack = usePluginStack("", {}, true);

  const secret = { "fn::secret": canary };
  test("a secret as a uuid to adopt is in nothing that the run leaves behind", async () => {
    const properties = { task: "PERSISTENT", container: { image: "a" }, adopt: secret };
    const box = { type: "dispersed:Job", properties };
    stack.write(`resources:\n  box: ${JSON.stringify(box)}\n`);
    const found = await traces(stack.project);
    expect([showing(found, canary), words(found)]).toEqual([[], ["adopt must be a uuid"]]);
  });

  test("a secret region is warned of, and is in nothing that the run leaves behind", async () => {
    const allowedRegionCodes = { "fn::secret": [canary] };
    const properties = { task: "PERSISTENT", container: { image: "" }, allowedRegionCodes };
    stack.write(`resources:\n  box: ${JSON.stringify({ type: "dispersed:Job", properties })}\n`);
    const found = await traces(stack.project);
    expect([showing(found, canary), found.get("preview")]).toEqual([
      [],
      expect.stringContaining("allowedRegionCodes[0] is not a region that this version knows"),
    ]);
  });
});
