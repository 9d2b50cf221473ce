// Update plans: what `preview --save-plan` says is what `up --plan` may do. On the real engine.
import { boxStacks } from "../../support/boxStacks";
import { succeeded } from "../../support/engine/project";
import { CANCEL, CREATE, writes } from "../../support/stack";

test.each(boxStacks)(
  "a plan holds for a new job, an update and a replacement: %s",
  async (_name, open) => {
    const box = await open();
    try {
      for (const args of [{}, { sshUser: "root" }, { sshUser: "root", gpuCount: 2 }]) {
        box.write(args);
        succeeded(await box.project.pulumi("preview", "--save-plan", "plan.json"));
        succeeded(await box.project.pulumi("up", "--yes", "--skip-preview", "--plan", "plan.json"));
      }
      const generations = box.emulator
        .ledger()
        .jobs.map(({ description }) => description?.split(".").at(-2));
      expect(writes(box.emulator)).toEqual([CREATE, CANCEL, CREATE]);
      expect(new Set(generations).size).toBe(2);
    } finally {
      await box.close();
    }
  },
);
