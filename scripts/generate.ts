// Writes every file that comes from the definitions, the records or the names of the tests. With --check it writes
// nothing, and fails when one of them is stale.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { format, resolveConfig } from "prettier";

import { figureSchema } from "../bench/figures";
import { charts } from "../bench/page/charts";
import { figuresOf, goalTable, measureTables } from "../bench/page/page";
import { components } from "../provider/resources/components/registry";
import { functions } from "../provider/resources/functions/registry";
import { definitions } from "../provider/resources/registry";
import { defaultsChapters, defaultsTable, settingTable } from "./generate/configuration";
import { GO_MODULE, withGoModule, type Examples } from "./generate/examples";
import { withBlock } from "./generate/markedBlock";
import {
  componentModelOf,
  functionModelOf,
  modelOf,
  objectsOf,
  type FunctionModel,
  type ResourceModel,
} from "./generate/model";
import { pulumiSchema, type PackageFacts } from "./generate/pulumiSchema";
import { componentPage, functionPage, resourcePage } from "./generate/reference";
import { sdkComponent, sdkComponentOutputs } from "./generate/sdkComponent";
import { installationPage, overviewPage } from "./generate/registryPages";
import { sdkFunction } from "./generate/sdkFunction";
import { sdkModule } from "./generate/sdkModule";
import type { MutantFigures } from "./mutants/figures";
import { readRecord } from "./records";
import { catalogueSchema, testSources, withTests } from "./reliability/catalogue";
import { groupTable, mutantSummary, notTriedTable, suiteTable } from "./reliability/page";
import { triedSchema } from "./reliability/tried";
import { goModule, publisher, repositoryUrl } from "./release/publisher";
import { runScript } from "./runScript";

const root = path.join(__dirname, "..");

async function main(): Promise<boolean> {
  const files = await Promise.all([...generatedFiles()].map(formatted));
  const stale = files.filter(({ name, text }) => current(name) !== text);
  if (process.argv.includes("--check")) {
    for (const { name } of stale) console.error(`${name} is stale: run \`npm run generate\``);
    return stale.length === 0;
  }
  for (const { name, text } of stale) {
    const file = path.join(root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    console.log(`wrote ${name}`);
  }
  return true;
}

/** Generated files are formatted like all others, so that one check holds for both. Nobody reads the text of a plot. */
async function formatted([name, text]: [string, string]): Promise<{ name: string; text: string }> {
  if (name.endsWith(".svg")) return { name, text };
  const filepath = path.join(root, name);
  return { name, text: await format(text, { ...(await resolveConfig(filepath)), filepath }) };
}

function generatedFiles(): ReadonlyMap<string, string> {
  const [resources, asked] = [definitions.map(modelOf), functions.map(functionModelOf)];
  const composed = components.map(componentModelOf);
  const manifest = json("package.json") as Omit<PackageFacts, "publisher">;
  const facts = { ...manifest, publisher };
  const catalogue = withTests(
    catalogueSchema.parse(json("records/faults.json")),
    testSources(root),
  );
  const performance = readRecord("performance", figureSchema);
  const reliability = readRecord("reliability", triedSchema);
  const plots = charts(figuresOf(performance));
  const module = goModule(publisher);
  const examples = withGoModule(json("records/examples.json") as Examples, GO_MODULE, module);
  const files = new Map([
    ["package.json", JSON.stringify({ ...manifest, repository: repositoryOf(publisher) })],
    ["schema.json", JSON.stringify(pulumiSchema(resources, facts, asked, composed, examples))],
    ...registryPages(facts, examples),
    ["records/faults.json", JSON.stringify(catalogue)],
    page("docs/configuration.md", {
      settings: settingTable(),
      inherited: defaultsTable,
      parts: defaultsChapters,
    }),
    page("docs/reliability.md", {
      groups: groupTable(catalogue),
      "not tried": notTriedTable(catalogue),
      suites: suiteTable(reliability),
      mutants: mutantSummary(json("records/mutants.json") as MutantFigures),
    }),
    page("docs/performance.md", {
      goals: goalTable(performance),
      plots: [...plots.keys()].map(
        (name) => `![${name.replace(".svg", "")}](performance/${name})\n`,
      ),
      figures: measureTables(performance),
    }),
  ]);
  for (const [name, text] of plots) files.set(`docs/performance/${name}`, text);
  const declared = new Map<string, string>();
  const declare = (module: string, { inputs, outputs }: ResourceModel | FunctionModel): void => {
    for (const { name } of objectsOf([...inputs, ...outputs])) {
      if (!declared.has(name)) declared.set(name, module);
    }
  };
  for (const resource of resources) {
    const name = moduleOf(resource.type);
    files.set(`sdk/generated/${name}.ts`, sdkModule(resource));
    files.set(`docs/resources/${name}.md`, resourcePage(resource));
    declare(name, resource);
  }
  files.set("sdk/generated/componentOutputs.ts", sdkComponentOutputs(composed));
  for (const one of composed) {
    const name = moduleOf(one.type);
    files.set(`sdk/generated/${name}Args.ts`, sdkComponent(one, declared));
    files.set(`docs/components/${name}.md`, componentPage(one));
  }
  for (const one of asked) {
    files.set(`sdk/generated/${one.name}.ts`, sdkFunction(one, declared));
    files.set(`docs/functions/${one.name}.md`, functionPage(one));
    declare(one.name, one);
  }
  return files;
}

/** `devBox` of `DevBox`. */
function moduleOf(type: string): string {
  return `${type.slice(0, 1).toLowerCase()}${type.slice(1)}`;
}

function registryPages(
  { version }: { readonly version: string },
  { DevBox: example }: Examples,
): [string, string][] {
  if (example === undefined) throw new Error("records/examples.json has no DevBox");
  const facts = { version, publisher, example };
  return [
    ["docs/_index.md", overviewPage(facts)],
    ["docs/installation-configuration.md", installationPage(facts)],
  ];
}

/** As npm wants it, which holds it against the repository that a release is built in. */
function repositoryOf(facts: typeof publisher): object {
  return { type: "git", url: `git+${repositoryUrl(facts)}.git` };
}

/** A page with its blocks renewed. */
function page(name: string, blocks: Readonly<Record<string, readonly string[]>>): [string, string] {
  const text = Object.entries(blocks).reduce(
    (renewed, [block, lines]) => withBlock(renewed, block, lines),
    current(name) ?? "",
  );
  return [name, text];
}

function json(name: string): unknown {
  return JSON.parse(current(name) ?? "null");
}

function current(name: string): string | undefined {
  const file = path.join(root, name);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

runScript(main);
