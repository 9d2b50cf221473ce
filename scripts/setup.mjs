// Makes a fresh clone ready: installs what package-lock.json names, then builds dist/ and bin/.
// Runs before anything is installed, so it knows only Node.js itself. Everything it prints goes to
// stderr: stdout belongs to the command that follows, which may print JSON.
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { withLock } from "./lock.cjs";

const OLDEST_NODE = "20.18.1";
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const at = (...parts) => join(root, ...parts);
const stamp = at("dist", ".built");

/** What the build reads. A folder's own time counts too: it changes when a file in it is removed. */
const SOURCES = [
  ...["provider", "sdk", "construct", "emulator", "cli", "scripts/bundle", "schema.json"],
  ...["package.json", "package-lock.json", "tsconfig.json", "tsconfig.build.json"],
];
const COMMANDS = ["bin/pulumi-resource-dispersed", "bin/dispersed"];

const say = (line) => process.stderr.write(`${line}\n`);

/** npm writes the second file when an installation is complete, so it also tells a broken-off one. */
function isInstalled() {
  const wanted = readJson(at("package-lock.json"))?.packages;
  const present = readJson(at("node_modules", ".package-lock.json"))?.packages;
  if (wanted === undefined || present === undefined) return false;
  return Object.entries(wanted).every(([path, { version, optional, devOptional }]) => {
    if (path === "" || present[path]?.version === version) return true;
    // Packages for another platform are named by the lock and left out here.
    return present[path] === undefined && Boolean(optional ?? devOptional);
  });
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

function isBuilt() {
  const builtAt = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs;
  if (!COMMANDS.every((command) => existsSync(at(command)))) return false;
  return builtAt !== undefined && SOURCES.every((source) => newest(at(source)) < builtAt);
}

function newest(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return 0;
  const inside = stats.isDirectory()
    ? readdirSync(path).map((name) => newest(join(path, name)))
    : [];
  return Math.max(stats.mtimeMs, ...inside);
}

async function install() {
  say("Installing the packages of package-lock.json ...");
  const npm = process.env.npm_execpath;
  const [command, ...first] = npm?.endsWith("npm-cli.js") ? [process.execPath, npm] : ["npm"];
  await run(command, [...first, "ci", "--ignore-scripts"]);
}

async function build() {
  say("Building dist/ and bin/ ...");
  const startedAt = new Date();
  rmSync(at("dist"), { recursive: true, force: true });
  await run(process.execPath, [at("node_modules/typescript/bin/tsc"), "-p", "tsconfig.build.json"]);
  // Only now: the bundler is one of the packages that had to be installed first.
  const { bundle } = await import("./bundle/bundle.mjs");
  await bundle(root);
  const { bundlePlugin } = await import("./bundle/bundlePlugin.mjs");
  await bundlePlugin(root);
  writeFileSync(stamp, "");
  // The start counts, so that a file saved in the middle of the build is newer than the stamp.
  utimesSync(stamp, startedAt, startedAt);
}

/** The child's stdout goes to our stderr. */
function run(command, args) {
  return new Promise((resolve, reject) => {
    const shell = process.platform === "win32" && command === "npm";
    const child = spawn(command, args, { cwd: root, shell, stdio: ["ignore", 2, 2] });
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`"${[command, ...args].join(" ")}" ended with ${signal ?? code}.`));
    });
  });
}

async function setUp(options) {
  const isReady = () => isInstalled() && (!options.build || (isBuilt() && !options.rebuild));
  if (isReady()) return;
  await withLock(
    at(".tmp", "setup.lock"),
    async () => {
      if (!isInstalled()) await install();
      if (options.rebuild || (options.build && !isBuilt())) await build();
    },
    (holder) => say(`Waiting for another set-up of this folder (process ${holder}) ...`),
  );
}

if (process.versions.node.localeCompare(OLDEST_NODE, "en", { numeric: true }) < 0) {
  say(`Node.js ${OLDEST_NODE} or later is needed; this is ${process.versions.node}.`);
  process.exit(1);
}
const flags = process.argv.slice(2);
await setUp({ build: !flags.includes("--no-build"), rebuild: flags.includes("--rebuild") }).catch(
  (error) => {
    say(`Set-up failed: ${error.message}`);
    process.exitCode = 1;
  },
);
