// Makes the plugin a folder that needs nothing but Node.js: Pulumi may copy it anywhere. The command `dispersed` is in
// dist/ with the libraries it shares with the other entry points; bin/ has only what starts it.
import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundleComponents } from "./bundleComponents.mjs";
import { bundleStartedOften, companions } from "./startedOften.mjs";
import { thirdPartyLicenses } from "./thirdPartyLicenses.mjs";

const NAME = "pulumi-resource-dispersed";

/** The code of the thread that makes components; `provider/pulumi/plugin/constructThread.ts` starts it. */
const COMPONENTS = "components.js";

/** Windows starts a file by its ending; Pulumi looks for this one beside the other. */
const WINDOWS_STARTER = `@echo off\r\nnode "%~dp0${NAME}" %*\r\n`;

/** A file without an ending is a CommonJS module only where no folder above says otherwise. */
const MODULE_KIND = '{ "type": "commonjs" }\n';

const COMMAND_STARTER = '#!/usr/bin/env node\nrequire("../dist/cli/main.js");\n';

/** Writes the plugin and what belongs to it into bin/, and what starts the command. */
export async function bundlePlugin(root) {
  const folder = join(root, "bin");
  rmSync(folder, { recursive: true, force: true });
  const metafiles = await bundleStartedOften(root, "provider/main.ts", join("bin", NAME), {
    banner: { js: "#!/usr/bin/env node" },
    define: { COMPANIONS: JSON.stringify([...companions, COMPONENTS]) },
  });
  metafiles.push(await bundleComponents(root, join("bin", COMPONENTS)));
  writeFileSync(join(folder, "dispersed"), COMMAND_STARTER);
  for (const name of [NAME, "dispersed"]) chmodSync(join(folder, name), 0o755);
  writeFileSync(join(folder, `${NAME}.cmd`), WINDOWS_STARTER);
  writeFileSync(join(folder, "package.json"), MODULE_KIND);
  writeFileSync(join(folder, "THIRD_PARTY_LICENSES.txt"), thirdPartyLicenses(root, metafiles));
}
