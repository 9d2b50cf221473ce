// No release is on npm: whoever is told to install the package is told how that works today.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { blocksOf, filesBelow, pages, repository, textOf } from "./pages";

const HOW = "docs/guides/getting-started.md#before-the-first-release";

const examples = readdirSync(join(repository, "examples")).flatMap((name) => {
  const page = readFileSync(join(repository, "examples", name, "README.md"), "utf8");
  return /`npm (install|ci)`/.test(page) ? [[name, page] as const] : [];
});

test.each(examples)("the example %s says how", (_name, page) => {
  expect(page).toContain(HOW);
});

const { version } = JSON.parse(textOf("package.json")) as { version: string };

const manifests = filesBelow("examples", "package.json").map(
  (file) => [file, textOf(file)] as const,
);

test.each(manifests)("%s asks for this version", (_file, text) => {
  const { dependencies } = JSON.parse(text) as { dependencies: Record<string, string> };
  expect(dependencies["pulumi-dispersed"]).toBe(`^${version}`);
});

/** What names a version in a command or in a file of a release; `<version>` stands for any. */
const NAMED = new RegExp(
  [
    String.raw`plugin install resource dispersed v?(\d[\w.-]*)`,
    String.raw`pulumi-resource-dispersed-v(\d+\.\d+\.\d+)`,
    String.raw`pulumi-dispersed(?:-native)?-(\d+\.\d+\.\d+)\.tgz`,
    String.raw`pulumi_dispersed-(\d+\.\d+\.\d+)-py3`,
    String.raw`pulumi-dispersed-sdk-go-v(\d+\.\d+\.\d+)`,
  ].join("|"),
  "g",
);

test("commands and files of a release have this version in every page", () => {
  const named = [...pages(), ...filesBelow("examples", ".md")].flatMap((page) =>
    [...textOf(page).matchAll(NAMED)].map(([text, ...found]) => [page, text, found.join("")]),
  );
  expect(named.length).toBeGreaterThan(4);
  expect(named.filter(([, , found]) => found !== version)).toEqual([]);
});

test("getting started names the file that this version is packed into", () => {
  const install = blocksOf("docs/guides/getting-started.md").find(({ name }) => name === "install");
  expect(install?.code).toContain(`pulumi-dispersed/pulumi-dispersed-${version}.tgz`);
});

test("the README makes the package as getting started does", () => {
  const packageOf = (page: string): string | undefined =>
    blocksOf(page).find(({ name }) => name === "package")?.code;
  expect(packageOf("README.md")).toMatch(/^npm run build\nnpm pack\n$/);
  expect(packageOf("docs/guides/getting-started.md")).toBe(packageOf("README.md"));
});
