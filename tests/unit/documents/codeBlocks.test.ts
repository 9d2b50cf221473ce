// Every code block of the documents, in the order of the pages. A new one fails here until a test runs
// it: tests/e2e/documents.test.ts and guides.test.ts run all that have no comment.
import { blocksOf, filesBelow, registryPages } from "./pages";

test("no document has a code block that no test runs", () => {
  const blocks = filesBelow(".", ".md")
    // The examples of the schema: e2e/plugin/examples.test.ts compiles and runs them.
    .filter((file) => !registryPages.includes(file))
    .flatMap(blocksOf)
    .map(({ file, name }) => `${file}: ${name}`);
  expect(blocks).toEqual([
    // The same as in getting started, which unit/documents holds it to.
    "README.md: package",
    "README.md: program",
    "README.md: commands",
    // Run by demo.test.ts.
    "README.md: npm run demo",
    // Held to the command by integration/cli/keys.test.ts.
    "docs/cli.md: error",
    // The schedules and the sweep of a state are run by cli/schedule.test.ts.
    "docs/cli.md: state file",
    "docs/configuration.md: defaults",
    // tests/integration/model runs the same checker.
    "docs/decisions/0016-the-rules-of-a-purchase-are-checked-as-a-model.md: model",
    // Parts of examples, which unit/documents holds them to and components/examples.test.ts runs.
    "docs/guides/batch-jobs.md: examples/batch-render/index.ts: run",
    "docs/guides/batch-jobs.md: examples/batch-render/index.ts: outputs",
    "docs/guides/choosing-a-gpu.md: preferences",
    "docs/guides/costs.md: caps",
    "docs/guides/costs.md: schedule",
    "docs/guides/dev-boxes.md: program",
    "docs/guides/dev-boxes.md: commands",
    "docs/guides/dev-boxes.md: keys",
    "docs/guides/dev-boxes.md: remote command",
    "docs/guides/fleets.md: examples/fleet/index.ts: fleet",
    "docs/guides/fleets.md: examples/fleet/index.ts: outputs",
    "docs/guides/functions.md: functions",
    // The set-up of the tests builds, and tests/support/packedPackage.ts packs.
    "docs/guides/getting-started.md: package",
    "docs/guides/getting-started.md: install",
    "docs/guides/getting-started.md: Pulumi.yaml",
    "docs/guides/getting-started.md: index.ts",
    "docs/guides/getting-started.md: emulator",
    "docs/guides/getting-started.md: commands",
    "docs/guides/getting-started.md: service",
    // Run by newest/hooksGuide.test.ts and newest/optionsGuide.test.ts.
    "docs/guides/hooks-and-options.md: hooks",
    "docs/guides/hooks-and-options.md: accounts",
    "docs/guides/hooks-and-options.md: hidden difference",
    "docs/guides/hooks-and-options.md: ESC environment",
    "docs/guides/hooks-and-options.md: ESC import",
    "docs/guides/importing-and-adopting.md: adopt",
    "docs/guides/importing-and-adopting.md: look",
    "docs/guides/importing-and-adopting.md: orphans",
    "docs/guides/jobs.md: program",
    "docs/guides/jobs.md: commands",
    "docs/guides/keys.md: keys",
    "docs/guides/keys.md: second account",
    "docs/guides/recipes.md: recipe",
    "docs/guides/teams.md: schedule",
    // Run by plugin/yamlAndPythonGuide.test.ts.
    "docs/guides/yaml-and-python.md: emulator",
    "docs/guides/yaml-and-python.md: plugin",
    "docs/guides/yaml-and-python.md: Pulumi.yaml",
    "docs/guides/yaml-and-python.md: commands",
    "docs/guides/yaml-and-python.md: sdk",
    "docs/guides/yaml-and-python.md: Pulumi.yaml of Python",
    "docs/guides/yaml-and-python.md: __main__.py",
    // Run by plugin/packageAdd.test.ts.
    "docs/plugin.md: package add",
    "docs/plugin.md: YAML program",
    "docs/testing.md: box.test.js",
    // Run by plugin/testingGuide.test.ts.
    "docs/testing.md: test_box.py",
    "docs/testing.md: box_test.go",
    // A program for 0.1.0, which is not there to run it.
    "docs/upgrading.md: go back",
  ]);
});
