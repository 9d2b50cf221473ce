// examples/tested-program unchanged: a program with tests of its own, run as its README says.
import { spawnSync } from "node:child_process";

import type { Project } from "../../support/engine/project";
import { createExample } from "./exampleProject";

let project: Project;

beforeAll(async () => {
  project = await createExample("tested-program", {
    sources: ["index.ts", "box.test.ts"],
    dependencies: ["tsx"],
  });
});
afterAll(() => project.close());

const node = (...args: readonly string[]): { status: number | null; text: string } => {
  const { cwd, env } = { cwd: project.folder, env: project.env };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    ...{ cwd, env, encoding: "utf8", timeout: 300_000 },
  });
  return { status, text: `${stdout}\n${stderr}` };
};

test("it is right for the compiler", () => {
  const tsc = node("node_modules/typescript/bin/tsc", "--noEmit", "--project", ".");
  expect(tsc).toMatchObject({ status: 0, text: "\n" });
});

test("its tests pass, and none is left out", () => {
  const { status, text } = node(
    ...["--import", "tsx", "--test", "--test-reporter=tap", "box.test.ts"],
  );
  expect(text).toMatch(/^# tests 5$/m);
  expect(text).toMatch(/^# pass 5$/m);
  expect(status).toBe(0);
}, 300_000);
