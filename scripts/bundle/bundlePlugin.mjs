// Makes the plugin one file that needs nothing but Node.js: Pulumi may copy it anywhere. The command `dispersed` is in
// dist/ with the libraries it shares with the other entry points; bin/ has only what starts it.
import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundleComponents } from "./bundleComponents.mjs";
import { bundleStartedOften, packed } from "./startedOften.mjs";
import { thirdPartyLicenses } from "./thirdPartyLicenses.mjs";

const NAME = "pulumi-resource-dispersed";

const needsNode = (oldest, found) =>
  `pulumi-resource-dispersed needs Node.js ${oldest} or later, and found ${found} on PATH. Install Node.js, or the executable of this ` +
  "plugin for your system, which needs none: docs/plugin.md.";

const noNode = (oldest) => needsNode(oldest, "no node");

/** Ends an older Node.js with words. It may not know the language of the plugin, so this is plain and comes first. */
const refusesOldNode = (oldest) => {
  const order = oldest.split(".").map((part, at) => `v[${at}] - ${part}`);
  const says = needsNode(oldest, "' + process.version + '");
  return (
    `var v = process.versions.node.split('.'); ` +
    `if ((${order.join(" || ")}) < 0) { console.error('${says}'); process.exit(1); } `
  );
};

/** A file without an ending, in a folder of ES modules, is a CommonJS module only to `require`. */
const loads = (oldest, file) =>
  `${refusesOldNode(oldest)}require(require('path').resolve(${file}))`;

/**
 * The first lines of the plugin. To a shell they are a program, which ends before the rest; to JavaScript they are a
 * text and a comment.
 */
const posixStarter = (oldest) => `#!/bin/sh
':' /*
command -v node >/dev/null || { echo "${noNode(oldest)}" >&2; exit 1; }
exec node -e "${loads(oldest, "process.argv[1]")}" "$0" "$@"
*/;`;

/** Windows starts a file by its ending; Pulumi looks for this one beside the other. */
const windowsStarter = (oldest) =>
  [
    "@echo off",
    "where /q node",
    `if errorlevel 1 echo ${noNode(oldest)} 1>&2`,
    "if errorlevel 1 exit /b 1",
    `node -e "${loads(oldest, "process.argv[1]")}" "%~dp0${NAME}" %*`,
    "",
  ].join("\r\n");

/** What npm links and, on Windows, wraps: it finds the interpreter by the first line. */
const npmStarter = (file) => `#!/usr/bin/env node\nrequire("${file}");\n`;

/** Writes the plugin and what belongs to it into bin/, and what starts the command. */
export async function bundlePlugin(root) {
  const folder = join(root, "bin");
  rmSync(folder, { recursive: true, force: true });
  const { engines } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const oldest = engines.node.replace(">=", "");
  const components = await bundleComponents(root);
  const metafiles = await bundleStartedOften(root, "provider/main.ts", join("bin", NAME), {
    banner: { js: posixStarter(oldest) },
    define: { COMPONENTS: JSON.stringify(packed(components.text)) },
  });
  writeFileSync(join(folder, `${NAME}.cmd`), windowsStarter(oldest));
  writeFileSync(join(folder, "npmStarter.js"), npmStarter(`./${NAME}`));
  writeFileSync(join(folder, "dispersed"), npmStarter("../dist/cli/main.js"));
  for (const name of [NAME, "npmStarter.js", "dispersed"]) chmodSync(join(folder, name), 0o755);
  writeFileSync(
    join(folder, "THIRD_PARTY_LICENSES.txt"),
    thirdPartyLicenses(root, [...metafiles, components.metafile]),
  );
}
