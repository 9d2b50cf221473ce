// The oldest SDK and the oldest engine that are promised, together.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync } from "node:fs";
import { readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { cachedEngine, OLDEST_ENGINE } from "../../../scripts/engine/ensureEngine";
import { runCommand } from "../../../scripts/engine/runCommand";
import { installInto } from "../../support/packedPackage";
import { FIXED_SET, runTests } from "../../support/runTests";

const repository = dirname(dirname(dirname(__dirname)));
/** What the tests of the fixed set read. */
const FOLDERS = [
  "bin",
  "dist",
  "emulator",
  "provider",
  "examples",
  "scripts",
  "sdk",
  "tests",
  "records",
];
const FILES = ["jest.config.js", "package.json", "schema.json", "tsconfig.json"];

/** On Node.js of every line the fixed set does; what the engine itself does to components depends on its release. */
const TESTS = [...FIXED_SET, "e2e/components/devBox", "e2e/plugin/components.test"];
const TIME_LIMIT_MS = 3_600_000;

let root: string;

beforeAll(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-dispersed-oldest-")));
  await installOldestSdk();
  for (const name of [...FOLDERS, ...FILES]) {
    cpSync(join(repository, name), join(root, name), { recursive: true });
  }
  symlinkSync(root, join(root, "node_modules", "pulumi-dispersed"));
}, TIME_LIMIT_MS);
afterAll(() => rmSync(root, { recursive: true, force: true }));

test(
  "jobs, their failures, components and the plugin work on the oldest SDK and engine",
  async () => {
    const { pulumi } = await cachedEngine(OLDEST_ENGINE);
    expect(await runCommand(pulumi, ["version"])).toContain(OLDEST_ENGINE);
    const { code, passed, output } = await runTests(root, TESTS, [dirname(pulumi)]);
    if (code !== 0) throw new Error(output);
    expect(passed).toBeGreaterThan(25);
  },
  TIME_LIMIT_MS,
);

test("the declarations of this package fit the oldest SDK", async () => {
  const program = join(root, "examples", "dev-box");
  const tsc = join(repository, "node_modules/typescript/bin/tsc");
  const options = ["--noEmit", "--skipLibCheck", "false", "--types", "node"];
  await runCommand(process.execPath, [tsc, "--project", program, ...options], {
    timeLimitMs: TIME_LIMIT_MS,
  });
});

/** The modules of this repository, with the oldest SDK and what it needs in place of the newest. */
async function installOldestSdk(): Promise<void> {
  writeFileSync(join(root, "package.json"), '{ "private": true }\n');
  await installInto(root, `@pulumi/pulumi@${OLDEST_ENGINE}`);
  const installed = join(root, "node_modules/@pulumi/pulumi/package.json");
  expect(JSON.parse(readFileSync(installed, "utf8"))).toMatchObject({ version: OLDEST_ENGINE });
  const modules = join(repository, "node_modules");
  const scopes = readdirSync(modules).filter((name) => name.startsWith("@"));
  const scoped = scopes.flatMap((scope) =>
    readdirSync(join(modules, scope)).map((name) => join(scope, name)),
  );
  for (const name of [...readdirSync(modules).filter((each) => !each.startsWith("@")), ...scoped]) {
    const link = join(root, "node_modules", name);
    if (existsSync(link)) continue;
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(modules, name), link);
  }
}
