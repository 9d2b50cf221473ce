// `npm run package:plugin`: this platform's archive of the plugin in dist/plugin, with its hash. `-- --all` makes those
// of all platforms, `-- linux-arm64` those that you name.
import { rmSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

import { allPlatforms, thisPlatform } from "./executable/platforms";
import { writeArchives } from "./executable/writeArchives";
import { writeChecksums } from "./release/checksums";
import { chosen, runScript } from "./runScript";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    all: { type: "boolean", default: false },
    folder: { type: "string", default: path.join(path.dirname(__dirname), "dist", "plugin") },
  },
});

runScript(async () => {
  const named = chosen("platform", allPlatforms, positionals);
  const platforms = options.all || positionals.length > 0 ? named : [thisPlatform()];
  rmSync(options.folder, { recursive: true, force: true });
  for (const archive of await writeArchives(options.folder, platforms)) console.log(archive);
  writeChecksums(options.folder);
});
