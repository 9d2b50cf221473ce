// The journal of a run of 0.1.0 that was killed after it had sent a purchase, recorded once with that version.
import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { shortHash } from "../../../provider/resources/job/shortHash";
import { startEmulator, type KeyPair, type Snapshot } from "../../../emulator";
import { createProject, succeeded } from "../../support/engine/project";
import { CANCEL, printed, quick, writes } from "../../support/stack";
import recorded from "../../fixtures/journals/v0.1.0.json";

const { files, journal } = recorded;
const keys: KeyPair = recorded.keys;
const snapshot = recorded.snapshot as unknown as Snapshot;

test("E11: a job that a killed run of 0.1.0 requested is taken over", async () => {
  const emulator = await startEmulator({ ...quick, keys: [keys], snapshot });
  const project = await createProject({
    files,
    dependencies: ["@pulumi/pulumi", "pulumi-dispersed"],
  });
  try {
    await project.configure(emulator);
    const folder = join(project.env["PULUMI_HOME"] ?? "", "dispersed");
    mkdirSync(folder, { recursive: true });
    // Version 0.1 named a file by the folder and the variable, and its process may live for three minutes.
    const place = shortHash([project.folder, project.env["PULUMI_BACKEND_URL"] ?? ""]);
    const killedAt = new Date(Date.now() - 4 * 60_000);
    for (const [name, text] of Object.entries(journal)) {
      const file = join(folder, name.replace("<place>", place));
      const posted = text.replace("<posted>", String(killedAt.getTime()));
      writeFileSync(file, posted.replace("<emulator>", emulator.url));
      utimesSync(file, killedAt, killedAt);
    }
    const run = succeeded(await project.pulumi("up", "--yes", "--skip-preview"));
    expect(printed(run)).toContain("which an interrupted run created for this resource");
    expect(writes(emulator)).toEqual([]);
    succeeded(await project.pulumi("destroy", "--yes", "--skip-preview"));
    expect(writes(emulator)).toEqual([CANCEL]);
    expect(emulator.ledger().alive).toBe(0);
  } finally {
    project.close();
    await emulator.close();
  }
});
