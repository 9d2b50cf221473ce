// Archives of the plugin under the names that Pulumi's installer asks for. The plugin is the same
// for every platform, for it needs Node.js anyway; the installer wants a file of each name.
import { copyFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const PLATFORMS = ["linux", "darwin", "windows"].flatMap((system) =>
  ["amd64", "arm64"].map((machine) => `${system}-${machine}`),
);

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const folder = process.argv[2] ?? join(root, "dist", "plugin");

const archiveOf = (platform) =>
  join(folder, `pulumi-resource-dispersed-v${version}-${platform}.tar.gz`);

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const [first, ...others] = PLATFORMS.map(archiveOf);
const { status, stderr } = spawnSync("tar", [
  ...["-czf", first, "--exclude=./dispersed", "-C", join(root, "bin"), ".", "-C", root, "LICENSE"],
]);
if (status !== 0) throw new Error(`tar failed: ${String(stderr)}`);
for (const other of others) copyFileSync(first, other);
for (const file of [first, ...others]) console.log(file);
