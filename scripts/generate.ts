// Writes every file that comes from the definitions, the records or the names of the tests. With --check it writes
// nothing, and fails when one of them is stale.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { format, resolveConfig } from "prettier";

import { figureSchema, type Figure } from "../bench/figures";
import { charts } from "../bench/page/charts";
import { figuresOf, goalTable, measureTables } from "../bench/page/page";
import { functions } from "../provider/resources/functions/registry";
import { definitions } from "../provider/resources/registry";
import { defaultsChapters, defaultsTable, settingTable } from "./generate/configuration";
import { withBlock } from "./generate/markedBlock";
import {
  functionModelOf,
  modelOf,
  objectsOf,
  type FunctionModel,
  type ResourceModel,
} from "./generate/model";
import { pulumiSchema, type PackageFacts } from "./generate/pulumiSchema";
import { functionPage, resourcePage } from "./generate/reference";
import { sdkFunction } from "./generate/sdkFunction";
import { sdkModule } from "./generate/sdkModule";
import type { MutantFigures } from "./mutants/figures";
import { readRecord, type Recorded } from "./records";
import { catalogueSchema, testSources, withTests, type Catalogue } from "./reliability/catalogue";
import { groupTable, mutantSummary, notTriedTable, suiteTable } from "./reliability/page";
import { triedSchema } from "./reliability/tried";

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
  return [...charts(figuresOf(readRecord("performance", figureSchema)))].map(([name, text]) => ({
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
  const catalogue = withTests(
    catalogueSchema.parse(json("records/faults.json")),
    testSources(root),
  );
  const facts = json("package.json") as PackageFacts;
  const files = new Map([
    ["schema.json", JSON.stringify(pulumiSchema(resources, facts, asked))],
    [
      "docs/configuration.md",
      pageWith("docs/configuration.md", [
        ["settings", settingTable()],
        ["inherited", defaultsTable],
        ["parts", defaultsChapters],
      ]),
    ],
    ["records/faults.json", JSON.stringify(catalogue)],
    ["docs/reliability.md", reliabilityPage(catalogue)],
    ["docs/performance.md", performancePage(readRecord("performance", figureSchema))],
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

/** The page on reliability with its tables. */
function reliabilityPage(catalogue: Catalogue): string {
  const record = readRecord("reliability", triedSchema);
  return pageWith("docs/reliability.md", [
    ["groups", groupTable(catalogue, record)],
    ["not tried", notTriedTable(catalogue)],
    ["suites", suiteTable(record)],
    ["mutants", mutantSummary(json("records/mutants.json") as MutantFigures)],
  ]);
}

/** A page with its blocks renewed. */
function pageWith(name: string, blocks: readonly (readonly [string, readonly string[]])[]): string {
  const page = current(name) ?? "";
  return blocks.reduce((text, [block, lines]) => withBlock(text, block, lines), page);
}

function json(name: string): unknown {
  return JSON.parse(current(name) ?? "null");
}

function current(name: string): string | undefined {
  const file = path.join(root, name);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

void main();
