// What of a component's options reaches its job, on the real engine.
import { succeeded } from "../../support/engine/project";
import { CANCEL, CREATE, useStack, programOf, writes } from "../../support/stack";

const KEY = "pulumi-nodejs:dynamic/dispersed:SshKey::box";

const stack = useStack();

const boxWith = (opts: string, args = "{}"): string =>
  programOf(`const first = new dispersed.Job("first", {
       task: "BATCH", maxTimeoutRunMs: 600000, waitFor: "completed",
       container: { image: "a", env: { EMULATOR_RUN_FOR_MS: "20" } },
     });
     const box = new dispersed.DevBox("box", ${args}, ${opts});
     exports.key = box.key.publicKey;`);

test("a new key of the box is a new box, the old one first", async () => {
  const program = boxWith("{}");
  succeeded(await stack.up(program));
  const before = await stack.job();
  const { resources = [] } = await stack.project.exportState();
  const urn = resources.find((resource) => resource.urn.endsWith(KEY))?.urn ?? "";
  const from = stack.emulator.requests().length;

  succeeded(await stack.up(program, "--replace", urn));
  expect(writes(stack.emulator, from)).toEqual([CANCEL, CREATE]);
  const after = await stack.job();
  expect(after.id).not.toBe(before.id);
  expect(stack.emulator.ledger().alive).toBe(1);
});
