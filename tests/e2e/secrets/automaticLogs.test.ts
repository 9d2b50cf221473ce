// Since 3.249 the engine writes a log of every command below the Pulumi home: those about a stack encrypted, the others as
// gzip. None of them has a secret in clear. Whoever may decrypt the stack's secrets reads everything.
import { join } from "node:path";

import {
  canaries,
  containerWithCanaries,
  filesIn,
  shownIn,
  spellingsOf,
} from "../../support/canaries";
import { succeeded } from "../../support/engine/project";
import { jobClass, PROVIDERS, withPlugin, type ProviderName } from "../../support/nativeJob";
import { testKeys } from "../../support/engine/stackTemplate";
import { CREATE, failed, programOf, useStack } from "../../support/stack";

const stack = useStack();
const { env, lines, marks, registry, volume } = canaries;
/** The secrets of a job and of the stack. */
const given = [env, lines, marks, registry, volume, testKeys.secretKey];
const { ports, env: variables, registry: login, volumes } = containerWithCanaries;
const container = { image: "otoy/dispersed-base", ports, env: variables, registry: login, volumes };
const quick = ["--yes", "--skip-preview"];

/** The container is a secret, as an SDK of the schema marks its parts. */
const program = (provider: ProviderName): string =>
  programOf(`
    const container = ${JSON.stringify(container)};
    const Job = ${jobClass(provider)};
    const box = new Job("box", { task: "PERSISTENT", gpuCount: 1, container: pulumi.secret(container) });
    exports.tokens = box.containerAccessTokens;`);

/** The secrets that a text shows: as a whole in any spelling, or the part that is only letters, however often escaped. */
const seenIn = (text: string): readonly string[] => {
  const parts = given.filter((secret) =>
    text.includes(/^[a-z]+[-_ ][a-z_]+/.exec(secret)?.[0] ?? secret),
  );
  return [...new Set([...shownIn(text, given), ...parts])];
};

/** What a log of the engine's begins with where it is encrypted. */
const ENCRYPTED = "PLOG";

test.each(PROVIDERS)("%s: no secret is in clear in a log of the engine's", async (provider) => {
  if (provider === "plugin") withPlugin(stack);
  const { emulator, project } = stack;
  const { secretKey } = testKeys;
  await project.pulumi("config", "set", "--secret", "dispersed:secretKey", secretKey);
  project.write({ "index.js": program(provider) });
  succeeded(await project.pulumi("preview", "--diff"));
  const message = given.flatMap(spellingsOf).join(" | ");
  emulator.failNext({ route: CREATE, status: 422, body: JSON.stringify({ message }) });
  failed(await project.pulumi("up", ...quick));
  succeeded(await project.pulumi("up", ...quick));
  succeeded(await project.pulumi("refresh", ...quick, "--diff"));
  await project.pulumi("stack", "output", "--json", "--show-secrets");
  await project.exportState("--show-secrets");
  await project.pulumi("config", "--show-secrets");

  const logs = filesIn(join(project.env["PULUMI_HOME"] ?? "", "logs"));
  const encrypted = logs.filter(({ text }) => text.startsWith(ENCRYPTED));
  expect([encrypted.length > 4, logs.length > encrypted.length]).toEqual([true, true]);
  expect(logs.flatMap(({ name, text }) => seenIn(text).map((each) => [name, each]))).toEqual([]);

  // Otherwise nothing was looked for; and SECURITY.md says so. The secret key is in some runs of the plugin.
  const ofTheJob = given.filter((each) => each !== secretKey);
  const opened = await Promise.all(
    encrypted.map(async ({ name }) => (await project.pulumi("logs", "decrypt", name)).stdout),
  );
  expect(seenIn(opened.join("\n"))).toEqual(expect.arrayContaining(ofTheJob));
  succeeded(await stack.destroy());
});
