// The demo, as in the README: the example unchanged, from the packed package, on the real engine.
import { spawnSync } from "node:child_process";
import path from "node:path";

test("the demo runs through and leaves no job alive", () => {
  const run = spawnSync("npm", ["run", "--silent", "demo", "--", "--json"], {
    cwd: path.join(__dirname, "..", ".."),
    encoding: "utf8",
    timeout: 170_000,
  });
  const summary = JSON.parse(run.stdout.trim().split("\n").at(-1) ?? "") as {
    steps: { name: string; ok: boolean }[];
  };
  expect({ ...summary, steps: summary.steps.filter(({ ok }) => !ok) }).toEqual({
    ok: true,
    jobsCreated: 2,
    jobsAlive: 0,
    steps: [],
  });
  expect(run.status).toBe(0);
}, 180_000);
