// The tests of the guide in Python and Go, as they stand.
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";

import { goModule, publisher } from "../../../scripts/release/publisher";
import { createProject, type Project } from "../../support/engine/project";
import {
  makePythonEnvironment,
  runIn,
  testGo,
  testPython,
  writeSdks,
} from "../../support/languagePrograms";
import { pluginFolder } from "../../support/pluginStack";
import { block } from "../documentProject";

// The first run fetches packages, and compiles Pulumi's SDK for Go.
jest.setTimeout(900_000);

const guide = "docs/testing.md";
let project: Project;

beforeEach(async () => {
  project = await createProject({ files: {}, dependencies: ["pulumi-dispersed"] });
  // As an installed plugin, and as npm installs the command.
  project.env["PATH"] = `${pluginFolder}:${project.env["PATH"] ?? ""}`;
  delete project.env["PULUMI_BACKEND_URL"];
  const commands = join(project.folder, "node_modules", ".bin");
  mkdirSync(commands);
  symlinkSync("../pulumi-dispersed/bin/dispersed", join(commands, "dispersed"));
  writeSdks(join(project.folder, "sdks"));
});

afterEach(() => project.close());

const run = (...command: readonly string[]): Promise<string> =>
  runIn(project.folder, project.env, command);

testPython("the guide's tests in Python pass", async () => {
  project.write({ "test_box.py": block("test_box.py", guide) });
  await makePythonEnvironment(project.folder, project.env, "./sdks/python");
  // The runner prints to stderr.
  const said = await run("sh", "-c", "venv/bin/python -m unittest test_box.py 2>&1");
  expect(said).toMatch(/^Ran 2 tests in .*\n\nOK$/m);
});

testGo("the guide's tests in Go pass", async () => {
  const module = goModule(publisher);
  project.write({
    "box_test.go": block("box_test.go", guide),
    "go.mod": `module box

go 1.26.6

require (
	${module} v0.0.0
	github.com/pulumi/pulumi/sdk/v3 v3.276.0
)

replace ${module} => ./sdks/go
`,
  });
  const said = await run("go", "test", "-mod=mod", "-v", ".");
  expect(said.match(/^--- PASS: \w+/gm)).toEqual([
    "--- PASS: TestEveryJobHasAHighestPriceAndATimeToLive",
    "--- PASS: TestTheBoxRunsAndEnds",
  ]);
});
