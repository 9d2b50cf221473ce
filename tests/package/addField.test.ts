// "Add a field to a job" of CONTRIBUTING.md, done in a copy of the source tree.
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

jest.setTimeout(600_000);

const root = path.join(__dirname, "../..");
const left = new Set([".git", "dist", "bin", "node_modules"].map((name) => path.join(root, name)));
let tree: string;

beforeAll(() => {
  tree = mkdtempSync(path.join(tmpdir(), "pulumi-dispersed-field-"));
  cpSync(root, tree, { recursive: true, filter: (source) => !left.has(source) });
  // Programs of the benchmarks import the package by its name.
  for (const name of ["node_modules", "dist"]) {
    symlinkSync(path.join(root, name), path.join(tree, name));
  }
});
afterAll(() => rmSync(tree, { recursive: true, force: true }));

/** Runs a command of the tree, and gives what it printed; it fails where the command does. */
async function run(command: string, ...args: readonly string[]): Promise<string> {
  const file = path.join(tree, "node_modules/.bin", command);
  const { stdout, stderr } = await promisify(execFile)(file, args, { cwd: tree });
  return stdout + stderr;
}

function insertBefore(file: string, line: string, text: string): void {
  const name = path.join(tree, file);
  const before = readFileSync(name, "utf8");
  expect(before).toContain(line);
  writeFileSync(name, before.replace(line, `${text}${line}`));
}

const read = (file: string): string => readFileSync(path.join(tree, file), "utf8");

test("a field of the table without a schema does not compile, and the compiler names the inputs", async () => {
  insertBefore(
    "provider/api/endpoints/orderFields.ts",
    "  maxNodeCount: {",
    '  queuePriority: { wire: "queue_priority", kind: "number" },\n',
  );
  await expect(run("tsc", "--noEmit")).rejects.toMatchObject({
    stdout: expect.stringContaining("provider/resources/job/inputs.ts") as string,
  });
});

test("with its schema it is in the SDK and the reference after `npm run generate`", async () => {
  insertBefore(
    "provider/resources/job/inputs.ts",
    "  maxNodeCount: property(",
    `  queuePriority: property(count(0).optional(), {
    description: "Place of the job in the queue.",
    replaces: true,
  }),
`,
  );
  await run("tsx", "scripts/generate.ts");
  await run("tsc", "--noEmit");
  const generated = ["schema.json", "sdk/generated/job.ts", "docs/resources/job.md"];
  for (const file of generated) expect(read(file)).toContain("queuePriority");
});
