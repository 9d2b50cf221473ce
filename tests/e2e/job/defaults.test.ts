// Defaults that are written out, on the real engine, through the dynamic provider.
import { succeeded } from "../../support/engine/project";
import { boxProgram, CREATE, useStack, programOf, writes } from "../../support/stack";
import { writtenDefaults } from "./writtenDefaults";

const stack = useStack();

/** Previews a program; `code` is 0 where it changes nothing. */
async function previewOf(program: string): Promise<number | null> {
  stack.project.write({ "index.js": program });
  return (await stack.project.pulumi("preview", "--expect-no-changes")).code;
}

test("a box stays what it is when every default is written out, and when they are taken away", async () => {
  succeeded(await stack.up(boxProgram()));
  expect(await previewOf(boxProgram(writtenDefaults))).toBe(0);

  succeeded(await stack.up(boxProgram(writtenDefaults)));
  await stack.refresh();
  expect(await previewOf(boxProgram(writtenDefaults))).toBe(0);
  expect(await previewOf(boxProgram())).toBe(0);
  succeeded(await stack.up(boxProgram()));
  expect(writes(stack.emulator)).toEqual([CREATE]);
});

test("a quorum and a key stay what they are when every default is written out", async () => {
  const program = (quorum: object, key: object): string =>
    programOf(
      `const box = new dispersed.Job("box", { task: "PERSISTENT", container: { image: "a" }, gpuCount: 1 });
       new dispersed.JobQuorum("all", { jobs: { box: { uuid: box.uuid } }, ...${JSON.stringify(quorum)} });
       const key = new dispersed.SshKey("key", ${JSON.stringify(key)});
       exports.fingerprint = key.fingerprint;`,
    );
  succeeded(await stack.up(program({}, {})));
  const written = [
    { need: 1, grace: "0m", sshUser: "duser" },
    { comment: "key", triggers: {} },
  ] as const;
  expect(await previewOf(program(...written))).toBe(0);
  succeeded(await stack.up(program(...written)));
  expect(await previewOf(program({}, {}))).toBe(0);
});
