// `pulumi do`, the engine's commands on single resources of a package, as far as the schema offers them.
import { join } from "node:path";

import { startEmulator } from "../../../emulator";
import { createJob } from "../../../provider/api/endpoints/jobs";
import { clientFor } from "../../support/clientFor";
import { createProject, succeeded } from "../../support/engine/project";
import { pluginFolder } from "../../support/pluginStack";
import { CREATE, quick, writes } from "../../support/stack";

test("`pulumi do` lists the jobs that could be imported, and buys nothing", async () => {
  const emulator = await startEmulator(quick);
  const project = await createProject({
    files: {},
    env: {
      DISPERSED_API_BASE_URL: emulator.url,
      DISPERSED_PUBLIC_KEY: emulator.publicKey,
      DISPERSED_SECRET_KEY: emulator.secretKey,
    },
  });
  try {
    const { uuid } = await createJob(clientFor(emulator), {
      ...{ task: "PERSISTENT", title: "box", container: { image: "a", ports: [] } },
    });
    // The path, for this command reads no `plugins` part of a project.
    const plugin = ["--package", join(pluginFolder, "pulumi-resource-dispersed")];
    const run = await project.pulumi(
      "do",
      ...plugin,
      "dispersed:index:Job",
      "list",
      "--output",
      "json",
    );
    expect(succeeded(run).stdout).toContain(uuid);
    expect(writes(emulator)).toEqual([CREATE]);
  } finally {
    project.close();
    await emulator.close();
  }
});
