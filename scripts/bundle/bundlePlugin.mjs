// Makes the plugin one file that needs nothing but Node.js: Pulumi may copy it anywhere.
import { build } from "esbuild";
import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { thirdPartyLicenses } from "./thirdPartyLicenses.mjs";

const NAME = "pulumi-resource-dispersed";

/** Windows starts a file by its ending; Pulumi looks for this one beside the other. */
const WINDOWS_STARTER = `@echo off\r\nnode "%~dp0${NAME}" %*\r\n`;

/** A file without an ending is a CommonJS module only where no folder above says otherwise. */
const MODULE_KIND = '{ "type": "commonjs" }\n';

/**
 * zod's words in fifty languages, of which its namespace object keeps every one: an eighth of the file,
 * and nobody chooses a language.
 */
const oneLanguage = {
  name: "one-language",
  setup({ onLoad }) {
    onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
    }));
  },
};

/** Writes the plugin and what belongs to it into bin/. */
export async function bundlePlugin(root) {
  const folder = join(root, "bin");
  rmSync(folder, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ["provider/main.ts"],
    outfile: join(folder, NAME),
    bundle: true,
    minifySyntax: true,
    minifyWhitespace: true,
    platform: "node",
    target: "node20.18",
    banner: { js: "#!/usr/bin/env node" },
    legalComments: "none",
    metafile: true,
    plugins: [oneLanguage],
    logLevel: "warning",
  });
  chmodSync(join(folder, NAME), 0o755);
  writeFileSync(join(folder, `${NAME}.cmd`), WINDOWS_STARTER);
  writeFileSync(join(folder, "package.json"), MODULE_KIND);
  writeFileSync(join(folder, "THIRD_PARTY_LICENSES.txt"), thirdPartyLicenses(root, metafile));
}
