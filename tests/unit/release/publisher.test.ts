import {
  goModule,
  logoOf,
  placeholders,
  pluginDownloadUrl,
  publisher,
  repositoryUrl,
} from "../../../scripts/release/publisher";

const own = {
  name: "Ada",
  organisation: "ada",
  repository: "pulumi-dispersed",
  logoUrl: "https://ada.example/logo.png",
};

test("a placeholder is told from a value of one's own", () => {
  expect(placeholders(own)).toEqual([]);
  expect(placeholders({ ...own, organisation: "placeholder-organisation" })).toEqual([
    "organisation",
  ]);
});

test("a logo that is a placeholder is not in the schema, for a generator would download it", () => {
  expect(logoOf(own)).toEqual({ logoUrl: own.logoUrl });
  expect(logoOf({ ...own, logoUrl: "https://placeholder.invalid/a.png" })).toEqual({});
});

test("every address leads to the one repository", () => {
  expect([repositoryUrl(own), pluginDownloadUrl(own), goModule(own)]).toEqual([
    "https://github.com/ada/pulumi-dispersed",
    "github://api.github.com/ada/pulumi-dispersed",
    "github.com/ada/pulumi-dispersed/sdk/go",
  ]);
});

test("the repository is named as the registry derives the package's name from it", () => {
  expect(publisher.repository).toBe("pulumi-dispersed");
});
