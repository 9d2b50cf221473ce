// The resource options of Pulumi, as far as a Job has a say in them. On the real engine.
import { succeeded } from "../../support/engine/project";
import { testKeys } from "../../support/engine/stackTemplate";
import {
  boxArgs,
  boxProgram,
  CANCEL,
  CREATE,
  printed,
  programOf,
  writes,
  useStack,
} from "../../support/stack";

const second = { publicKey: "pk_second", secretKey: "sk_second" };
const stack = useStack({ keys: [testKeys, second] });

test("F16: protect: a protected job is not cancelled", async () => {
  succeeded(await stack.up(boxProgram({}, "{ protect: true }")));
  const run = await stack.destroy();
  expect(run.code).not.toBe(0);
  expect(stack.emulator.ledger().alive).toBe(1);
});

test("F16: retainOnDelete: the job leaves the stack and lives on", async () => {
  succeeded(await stack.up(boxProgram({}, "{ retainOnDelete: true }")));
  succeeded(await stack.destroy());
  expect(stack.emulator.ledger().alive).toBe(1);
});

test("deleteBeforeReplace: false buys the new job before the old one is cancelled", async () => {
  const opts = "{ deleteBeforeReplace: false }";
  succeeded(await stack.up(boxProgram({}, opts)));
  succeeded(await stack.up(boxProgram({ gpuCount: 2 }, opts)));
  expect(writes(stack.emulator)).toEqual([CREATE, CREATE, CANCEL]);
});

test("aliases: a renamed job is the same job", async () => {
  succeeded(await stack.up(boxProgram()));
  const renamed = `new dispersed.Job("gpu", ${JSON.stringify(boxArgs)}, { aliases: [{ name: "box" }] });`;
  succeeded(await stack.up(programOf(renamed)));
  expect(writes(stack.emulator)).toEqual([CREATE]);
});

test("provider: an explicit provider works with its own account", async () => {
  const settings = JSON.stringify({ ...second, baseUrl: stack.emulator.url });
  const program = programOf(
    `const other = new dispersed.Provider("other", ${settings});
     new dispersed.Job("box", ${JSON.stringify(boxArgs)}, { provider: other });`,
  );
  const run = succeeded(await stack.up(program));
  const state = JSON.stringify(await stack.project.exportState());
  expect(state).not.toContain(second.secretKey);
  expect(printed(run)).not.toContain(second.secretKey);
  // The first account, the stack's own, does not see the job.
  stack.project.write({ "index.js": programOf("") });
  succeeded(await stack.destroy());
  expect(stack.emulator.ledger()).toMatchObject({ alive: 0, jobs: [{ status: "CANCELLED" }] });
});
