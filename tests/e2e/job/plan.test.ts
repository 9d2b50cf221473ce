// Update plans: what `preview --save-plan` says is what `up --plan` may do. On the real engine.
import { succeeded } from "../../support/engine/project";
import { boxProgram, CANCEL, CREATE, useStack, writes } from "../../support/stack";

const stack = useStack();

test("a plan holds for a new job, an update and a replacement", async () => {
  const { project, emulator } = stack;
  for (const args of [{}, { sshUser: "root" }, { sshUser: "root", gpuCount: 2 }]) {
    project.write({ "index.js": boxProgram(args) });
    succeeded(await project.pulumi("preview", "--save-plan", "plan.json"));
    succeeded(await project.pulumi("up", "--yes", "--skip-preview", "--plan", "plan.json"));
  }
  const generations = emulator
    .ledger()
    .jobs.map(({ description }) => description?.split(".").at(-2));
  expect(writes(emulator)).toEqual([CREATE, CANCEL, CREATE]);
  expect(new Set(generations).size).toBe(2);
});
