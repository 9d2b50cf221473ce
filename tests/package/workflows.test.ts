// The linter of workflows, as the stage `workflows` starts it.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

jest.setTimeout(60_000);
const repository = path.join(__dirname, "..", "..");
let folder: string;
beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), "pulumi-dispersed-workflow-"))));
afterAll(() => rmSync(folder, { recursive: true }));

const good = `
on: push
permissions:
  contents: read
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: echo \${{ github.ref }}
  publish:
    needs: build
    runs-on: ubuntu-latest
    permissions:
      id-token: write
    steps:
      - run: echo
`;

function lint(workflow: string): readonly [number | null, string] {
  const file = path.join(folder, "tried.yml");
  writeFileSync(file, workflow);
  const tsx = path.join(repository, "node_modules/tsx/dist/cli.mjs");
  const script = path.join(repository, "scripts/lintWorkflows.ts");
  const { status, stderr } = spawnSync(process.execPath, [tsx, script, file], { encoding: "utf8" });
  return [status, stderr];
}

test("a good workflow passes in silence", () => {
  expect(lint(good)).toEqual([0, ""]);
});

test.each([
  ["an unknown key", "runs-on: ubuntu", "run-on: ubuntu", "7: Unexpected value 'run-on'"],
  ["an action by its tag", "run: echo\n", "uses: actions/checkout@v7\n", "is not pinned"],
])("%s is refused, with the line", (_name, right, wrong, message) => {
  const [status, stderr] = lint(good.replace(right, wrong));
  expect(status).toBe(1);
  expect(stderr).toMatch(/^\.github\/workflows\/tried\.yml:\d+: /);
  expect(stderr).toContain(message);
});
