// An output that repeats an input is encrypted where the program gave the input as a secret, also one
// that the schema does not call a secret.
import { succeeded, type Deployment } from "../../support/engine/project";
import { boxArgs, createStack, programOf } from "../../support/stack";
import { createPluginStack } from "../../support/pluginStack";

jest.setTimeout(120_000);

const secrets = { gpu: "NVIDIA RTX 4090", user: "canaryuser5b1f", comment: "canary-comment-9e02" };

/** Which of them the state shows, and whether the outputs hold them at all. */
function shown(closed: Deployment, opened: Deployment): readonly unknown[] {
  const state = JSON.stringify(closed.resources);
  const placed = JSON.stringify(opened.resources).includes("placement");
  return [Object.values(secrets).filter((secret) => state.includes(secret)), placed];
}

test("in a program of the dynamic provider, whether a constructor or a transform gives it", async () => {
  const stack = await createStack();
  try {
    const { gpu, user, comment } = secrets;
    const args = JSON.stringify(boxArgs);
    const program = (sshUser: string): string =>
      programOf(`
        pulumi.runtime.registerResourceTransform(({ name, props, opts }) =>
          name === "late"
            ? { opts, props: { ...props, gpuPreferences: [{ gpuName: pulumi.secret("${gpu}") }] } }
            : undefined);
        new dispersed.Job("early", {
          ...${args}, sshUser: pulumi.secret("${sshUser}"),
          gpuPreferences: [{ gpuName: pulumi.secret("${gpu}") }],
        });
        new dispersed.Job("late", ${args});
        new dispersed.SshKey("key", { comment: pulumi.secret("${comment}") });`);
    const found: unknown[] = [];
    const look = async (): Promise<void> => {
      const opened = await stack.project.exportState("--show-secrets");
      found.push(shown(await stack.project.exportState(), opened));
    };
    succeeded(await stack.up(program(user)));
    await look();
    succeeded(await stack.project.pulumi("refresh", "--yes", "--skip-preview"));
    await look();
    succeeded(await stack.up(program(`${user}2`)));
    await look();
    expect(found).toEqual([
      [[], true],
      [[], true],
      [[], true],
    ]);
  } finally {
    await stack.close();
  }
});

test("in a program of the plugin", async () => {
  const hidden = (value: string): object => ({ "fn::secret": value });
  const box = {
    type: "dispersed:Job",
    properties: {
      ...boxArgs,
      sshUser: hidden(secrets.user),
      gpuPreferences: [{ gpuName: hidden(secrets.gpu) }],
    },
  };
  const key = { type: "dispersed:SshKey", properties: { comment: hidden(secrets.comment) } };
  const stack = await createPluginStack(`resources: ${JSON.stringify({ box, key })}\n`);
  try {
    succeeded(await stack.project.pulumi("up", "--yes", "--skip-preview"));
    const opened = await stack.project.exportState("--show-secrets");
    expect(shown(await stack.project.exportState(), opened)).toEqual([[], true]);
  } finally {
    await stack.close();
  }
});
