// Runs that were interrupted, moved, renamed or doubled. Each ends with exactly the jobs that the
// state tracks, and touches no others.
import { succeeded } from "../../support/engine/project";
import {
  boxArgs,
  boxProgram,
  CREATE,
  createStack,
  useStack,
  printed,
  programOf,
  trackedAndAlive,
  writes,
  type TestStack,
  expectInStep,
} from "../../support/stack";
import { killAfterPost } from "./interrupt";

const others: TestStack[] = [];
// The others have the emulator of this stack, so they are closed before it.
const stack = useStack();
afterEach(async () => {
  for (const other of others.splice(0)) await other.close();
});

const box = JSON.stringify(boxArgs);

const component = (type: string, name: string, child = "box"): string =>
  `new (class extends pulumi.ComponentResource {
     constructor() {
       super("test:index:${type}", "${name}");
       new dispersed.Job("${child}", ${box}, { parent: this });
     }
   })();`;

test("a job that moves into a component without an alias is bought anew, and the old one ends", async () => {
  succeeded(await stack.up(boxProgram()));
  succeeded(await stack.up(programOf(component("Lab", "lab"))));
  await expectInStep(stack, 1);
});

test("two components may each have a job of the same name", async () => {
  const program = programOf(`${component("Lab", "a")} ${component("Shop", "b")}`);
  succeeded(await stack.up(program));
  await expectInStep(stack, 2);
  succeeded(await stack.up(program, "--expect-no-changes"));
  succeeded(await stack.destroy());
  await expectInStep(stack, 0);
});

// The engine refuses both in one run: the alias and the new name are the same to it.
test("a job is renamed with an alias, and a new one takes its old name", async () => {
  succeeded(await stack.up(boxProgram()));
  const [first] = (await trackedAndAlive(stack)).alive;
  const renamed = `new dispersed.Job("old-box", ${box}, { aliases: [{ name: "box" }] });`;
  succeeded(await stack.up(programOf(renamed)));
  succeeded(
    await stack.up(
      programOf(`const box = new dispersed.Job("box", ${box});
                 new dispersed.Job("old-box", ${box}, { dependsOn: [box] });`),
    ),
  );
  await expectInStep(stack, 2);
  expect((await trackedAndAlive(stack)).alive).toContain(first);
  expect(writes(stack.emulator)).toEqual([CREATE, CREATE]);
});

test("a second project with the same names and key is refused before anything is bought", async () => {
  succeeded(await stack.up(boxProgram()));
  const [first = ""] = (await trackedAndAlive(stack)).alive;
  const second = await createStack({ beside: stack.emulator });
  others.push(second);

  const run = await second.up(boxProgram());
  expect(run.code).not.toBe(0);
  for (const way of [
    first,
    "adopt",
    "dispersed sweep",
    "dispersed:namespace",
    "--refresh",
    "dispersed:onOrphan",
  ]) {
    expect(printed(run)).toContain(way);
  }
  expect(writes(stack.emulator)).toEqual([CREATE]);

  succeeded(await second.project.pulumi("config", "set", "dispersed:namespace", "second"));
  succeeded(await second.up(boxProgram()));
  succeeded(await second.project.pulumi("destroy", "--yes", "--skip-preview"));
  await expectInStep(stack, 1);
});

test("a killed run's job is found by the orphan list after a destroy, and taken up by the next up", async () => {
  const uuid = await killAfterPost(stack, boxProgram());
  succeeded(await stack.destroy());
  const list = "exports.found = dispersed.getOrphanedJobs().then(({ jobs }) => jobs);";
  succeeded(await stack.up(programOf(list)));
  const found = succeeded(await stack.project.pulumi("stack", "output", "found", "--json")).stdout;
  expect(JSON.parse(found)).toMatchObject([{ uuid, status: "RUNNING", title: "box" }]);

  succeeded(await stack.up(boxProgram()));
  succeeded(await stack.up(`${boxProgram()}\n${list}`));
  expect(
    succeeded(await stack.project.pulumi("stack", "output", "found", "--json")).stdout.trim(),
  ).toBe("[]");
  succeeded(await stack.destroy());
  await expectInStep(stack, 0);
});

test("a batch job that completed after its run was killed is not bought again", async () => {
  const batch = boxProgram({ task: "BATCH", maxTimeoutRunMs: 600_000 });
  const uuid = await killAfterPost(stack, batch);
  await stack.emulator.endJob(uuid, { status: "COMPLETED" });
  succeeded(await stack.up(batch));
  expect((await stack.job()).id).toBe(uuid);
  expect(writes(stack.emulator)).toEqual([CREATE]);
});

test("a service that drops descriptions is warned of once, and used all the same", async () => {
  stack.emulator.changeSettings({ descriptionLimit: 0 });
  const run = succeeded(
    await stack.up(programOf(`new dispersed.Job("a", ${box}); new dispersed.Job("b", ${box});`)),
  );
  expect(printed(run).match(/does not return descriptions whole/g)?.length).toBeGreaterThan(0);
  await expectInStep(stack, 2);
  succeeded(await stack.destroy());
  await expectInStep(stack, 0);
});
