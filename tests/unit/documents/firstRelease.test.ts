// No release is on npm: whoever is told to install the package is told how that works today.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { blocksOf, repository } from "./pages";

const HOW = "docs/guides/getting-started.md#before-the-first-release";

const examples = readdirSync(join(repository, "examples")).flatMap((name) => {
  const page = readFileSync(join(repository, "examples", name, "README.md"), "utf8");
  return /`npm (install|ci)`/.test(page) ? [[name, page] as const] : [];
});

test.each(examples)("the example %s says how", (_name, page) => {
  expect(page).toContain(HOW);
});

test("getting started names the file that this version is packed into", () => {
  const { version } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as {
    version: string;
  };
  const install = blocksOf("docs/guides/getting-started.md").find(({ name }) => name === "install");
  expect(install?.code).toContain(`pulumi-dispersed/pulumi-dispersed-${version}.tgz`);
});

test("the README makes the package as getting started does", () => {
  const packageOf = (page: string): string | undefined =>
    blocksOf(page).find(({ name }) => name === "package")?.code;
  expect(packageOf("README.md")).toMatch(/^npm run build\nnpm pack\n$/);
  expect(packageOf("docs/guides/getting-started.md")).toBe(packageOf("README.md"));
});
