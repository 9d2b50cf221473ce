// What the Pulumi Registry asks of a package, checked here before it checks.
import { functions } from "../../../provider/resources/functions/registry";
import { definitions } from "../../../provider/resources/registry";
import { languages } from "../../../scripts/generate/examples";
import { logoOf, placeholders, publisher } from "../../../scripts/release/publisher";
import { version } from "../../../package.json";
import schema from "../../../schema.json";
import { registryPages, textOf } from "./pages";

const [overview = "", installation = ""] = registryPages;

describe.each(registryPages)("%s", (page) => {
  const text = textOf(page);

  test("begins with front matter that has a title and the layout of a package", () => {
    const [, front = ""] = /^---\n([\s\S]*?)\n---\n/.exec(text) ?? [];
    expect(front).toMatch(/^title: \S/m);
    expect(front).toMatch(/^layout: package$/m);
  });

  test("has no relative image and no relative link, for the registry has no other page", () => {
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g)];
    const relative = targets
      .map(([, target, attribute]) => target ?? attribute ?? "")
      .filter((target) => !target.startsWith("https://"));
    expect(relative).toEqual([]);
  });
});

test("the overview has a program in every language of its chooser", () => {
  const text = textOf(overview);
  expect(text).toContain(`{{< chooser language "${languages.join(",")}" >}}`);
  const choices = text.matchAll(/{{% choosable language (\w+) %}}\n\n```(\w+)\n[^`]+```/g);
  expect([...choices].map(([, language, fence]) => [language, fence])).toEqual(
    languages.map((language) => [language, language]),
  );
});

test("the installation page has the command that installs this version's plugin", () => {
  expect(textOf(installation)).toContain(
    `pulumi plugin install resource dispersed v${version} --server ${schema.pluginDownloadURL}`,
  );
});

test("the schema has the facts that the registry refuses to be without", () => {
  expect(schema).toMatchObject({
    ...{ name: "dispersed", publisher: publisher.name, ...logoOf(publisher) },
    repository: expect.stringMatching(/^https:\/\/github\.com\/[^/]+\/pulumi-dispersed$/) as string,
    keywords: expect.arrayContaining(["category/infrastructure", "kind/native"]) as string[],
  });
});

test("whether the publisher's facts are placeholders or real, none is empty", () => {
  expect(Object.values(publisher).every((value) => value.trim() !== "")).toBe(true);
  expect(Object.keys(publisher)).toEqual(expect.arrayContaining([...placeholders(publisher)]));
});

const described: readonly (readonly [string, string])[] = Object.entries({
  ...schema.resources,
  ...schema.functions,
}).map(([token, { description }]) => [token, description]);

test("the schema describes every resource and function that there is", () => {
  const names = [...definitions.map(({ type }) => type), ...functions.map(({ name }) => name)];
  const tokens = names.map((name) => `dispersed:index:${name}`);
  expect(described.map(([token]) => token)).toEqual(expect.arrayContaining(tokens));
});

test.each(described)("%s has an example in every language", (_token, description) => {
  const fences = [...description.matchAll(/```(\w+)\n[^`]+\n```/g)].map(([, fence]) => fence);
  expect(fences).toEqual(languages);
});
