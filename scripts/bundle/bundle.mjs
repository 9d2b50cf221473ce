// Turns the entry points into bundles. What package.json names as a dependency or a peer stays
// outside and is installed beside the package; every other library goes in, with its licence in
// dist/THIRD_PARTY_LICENSES.txt. So the list of run-time dependencies stands in one place. The host
// holds them too: docs/decisions/0007 says why.
import { build } from "esbuild";
import { chmodSync, cpSync, existsSync, readdirSync } from "node:fs";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assets, entryPoints, host } from "./entryPoints.mjs";
import { bundleStartedOften, options } from "./startedOften.mjs";
import { thirdPartyLicenses } from "./thirdPartyLicenses.mjs";

/** Works on the dist/ that the compiler has filled: its declarations stay, and so does the sdk. */
export async function bundle(root) {
  for (const folder of new Set([host, ...entryPoints].map((entry) => entry.split("/")[0]))) {
    removeScripts(join(root, "dist", folder));
  }
  const { dependencies, peerDependencies } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  );
  const hosts = await bundleStartedOften(root, host, join("dist", host.replace(/ts$/, "js")), {
    external: Object.keys({ ...peerDependencies }),
  });
  const others = await build({
    ...options,
    absWorkingDir: root,
    outbase: ".",
    outdir: "dist",
    entryPoints,
    external: Object.keys({ ...dependencies, ...peerDependencies }),
    format: "cjs",
  });
  for (const asset of assets.filter((name) => existsSync(join(root, name)))) {
    cpSync(join(root, asset), join(root, "dist", asset), { recursive: true });
  }
  chmodSync(join(root, "dist", "emulator", "main.js"), 0o755);
  writeFileSync(
    join(root, "dist", "THIRD_PARTY_LICENSES.txt"),
    thirdPartyLicenses(root, [...hosts, others.metafile]),
  );
}

/** The modules that the compiler wrote one by one: the bundles hold what is used of them. */
function removeScripts(folder) {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder, { recursive: true })) {
    if (name.endsWith(".js")) rmSync(join(folder, name));
  }
}
