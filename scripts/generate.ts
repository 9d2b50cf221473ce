// Writes every file that comes from the definitions, or from the names of the tests. With --check it writes nothing and fails when
// one of them is not what it should be.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { format, resolveConfig } from "prettier";

import { figureSchema, type Figure } from "../bench/figures";
import { functions } from "../provider/resources/functions/registry";
import { definitions } from "../provider/resources/registry";
import {
  functionModelOf,
  modelOf,
  objectsOf,
  type FunctionModel,
  type ResourceModel,
} from "./generate/model";
import { componentPages } from "./generate/componentPage";
import { configurationPage } from "./generate/configuration";
import { pulumiSchema, type PackageFacts } from "./generate/pulumiSchema";
import { withBlock } from "./generate/markedBlock";
import { functionPage, resourcePage } from "./generate/reference";
import { sdkFunction } from "./generate/sdkFunction";
import { sdkModule } from "./generate/sdkModule";
import { charts } from "../bench/page/charts";
import { figuresOf, goalTable, measureTables } from "../bench/page/page";
import { readRecord, type Recorded } from "./records";
import { triedSchema } from "./reliability/figures";
import type { Figures } from "./mutants/figures";
import { mutantTables } from "./mutants/page";
import { figureTables } from "./reliability/figuresPage";
import { reliabilityTables } from "./reliability/page";
import { readTests } from "./reliability/readTests";
import { remarks, untried } from "./reliability/reasons";
import { groups } from "./reliability/rows";
import { suites } from "./reliability/suites";

const root = path.join(__dirname, "..");

async function main(): Promise<void> {
  const drafts = generatedFiles(definitions.map(modelOf), functions.map(functionModelOf));
  const formattedFiles = await Promise.all(
    [...drafts].map(([name, text]) => formatted(name, text)),
  );
  const files = [...formattedFiles, ...plots()];
  const stale = files.filter(({ name, text }) => current(name) !== text);
  if (process.argv.includes("--check")) {
    for (const { name } of stale) console.error(`${name} is stale: run \`npm run generate\``);
    process.exitCode = stale.length === 0 ? 0 : 1;
    return;
  }
  for (const { name, text } of stale) {
    const file = path.join(root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    console.log(`wrote ${name}`);
  }
}

/** The plots of docs/performance.md; nobody reads their text. */
function plots(): { name: string; text: string }[] {
  const record = readRecord(current("docs/performance.json"), figureSchema);
  return [...charts(figuresOf(record))].map(([name, text]) => ({
    name: `docs/performance/${name}`,
    text,
  }));
}

/** Generated files are formatted like all others, so that one check holds for both. */
async function formatted(name: string, text: string): Promise<{ name: string; text: string }> {
  const filepath = path.join(root, name);
  return { name, text: await format(text, { ...(await resolveConfig(filepath)), filepath }) };
}

function generatedFiles(
  resources: readonly ResourceModel[],
  asked: readonly FunctionModel[],
): ReadonlyMap<string, string> {
  const measured = readRecord(current("docs/performance.json"), figureSchema);
  const facts = JSON.parse(current("package.json") ?? "") as PackageFacts;
  const files = new Map([
    ["schema.json", JSON.stringify(pulumiSchema(resources, facts, asked))],
    ["docs/configuration.md", configurationPage()],
    ["docs/reliability.md", reliabilityPage()],
    ["docs/performance.md", performancePage(measured)],
  ]);
  const declared = new Map<string, string>();
  const declare = (module: string, { inputs, outputs }: ResourceModel | FunctionModel): void => {
    for (const { name } of objectsOf([...inputs, ...outputs])) {
      if (!declared.has(name)) declared.set(name, module);
    }
  };
  for (const resource of resources) {
    const name = `${resource.type.slice(0, 1).toLowerCase()}${resource.type.slice(1)}`;
    files.set(`sdk/generated/${name}.ts`, sdkModule(resource));
    files.set(`docs/resources/${name}.md`, resourcePage(resource));
    declare(name, resource);
  }
  for (const one of asked) {
    files.set(`sdk/generated/${one.name}.ts`, sdkFunction(one, declared));
    files.set(`docs/functions/${one.name}.md`, functionPage(one));
    declare(one.name, one);
  }
  for (const [name, page] of componentPages(root)) files.set(`docs/components/${name}.md`, page);
  return files;
}

/** The page on performance with its tables, and its plots in the order of their names. */
function performancePage(record: Recorded<Figure>): string {
  const plots = [...charts(figuresOf(record)).keys()];
  return pageWith("docs/performance.md", [
    ["goals", goalTable(record)],
    ["plots", plots.map((name) => `![${name.replace(".svg", "")}](performance/${name})\n`)],
    ["figures", measureTables(record)],
  ]);
}

/** The page on reliability with its figures and tables. */
function reliabilityPage(): string {
  const record = readRecord(current("docs/reliability.json"), triedSchema);
  const tests = readTests(root);
  return pageWith("docs/reliability.md", [
    ["figures", figureTables(record, suites, groups)],
    ["mutants", mutantTables(mutantFigures())],
    ["rows", reliabilityTables({ groups, tests, untried, remarks })],
  ]);
}

/** A page with its blocks renewed. */
function pageWith(name: string, blocks: readonly (readonly [string, readonly string[]])[]): string {
  const page = current(name) ?? "";
  return blocks.reduce((text, [block, lines]) => withBlock(text, block, lines), page);
}

/** What the last run of `npm run mutants` that was recorded came to. */
function mutantFigures(): Figures | undefined {
  const text = current("docs/mutants.json");
  return text === undefined ? undefined : (JSON.parse(text) as Figures);
}

function current(name: string): string | undefined {
  const file = path.join(root, name);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

void main();
