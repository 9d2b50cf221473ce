// Who publishes the package, and where: the only place that says so. schema.json, the SDKs, the archives' address and
// the pages for the Pulumi Registry are made of it by `npm run generate`.
//
// The values below are placeholders: nobody owns the accounts yet. `npm test` accepts them, `npm run release` refuses
// them. The owner of the accounts replaces each of them once (CONTRIBUTING.md, "Before the first release").

/** The folder of the Go module in the commit of its tag, which is `<folder>/v<version>`. */
export const GO_FOLDER = "sdk/go";

/** What a placeholder holds, in any case of letters; no real value does. */
const MARK = /placeholder/i;

/** The publisher's facts. */
export const publisher = {
  /** The name that the Pulumi Registry shows. */
  name: "Placeholder Publisher",
  /** The owner of the repository at GitHub. */
  organisation: "placeholder-organisation",
  /** The repository's name. The registry derives the package's name from it: pulumi-<name>. */
  repository: "pulumi-dispersed",
  /** Address of a PNG of the package's logo, readable without a login: the generator for .NET downloads it. */
  logoUrl: "https://placeholder.invalid/dispersed.png",
};

/** The publisher's facts, as the type that functions take. */
export type Publisher = typeof publisher;

/** The path of the repository at GitHub, `<organisation>/<repository>`. */
export function repositoryPath({ organisation, repository }: Publisher): string {
  return `${organisation}/${repository}`;
}

/** The address of the repository for people. */
export function repositoryUrl(facts: Publisher): string {
  return `https://github.com/${repositoryPath(facts)}`;
}

/** Where Pulumi downloads the plugin's archives: the releases of the repository. */
export function pluginDownloadUrl(facts: Publisher): string {
  return `github://api.github.com/${repositoryPath(facts)}`;
}

/** The module that Go programs require; decision 19 has the reasons. Its package is the folder `dispersed` in it. */
export function goModule(facts: Publisher): string {
  return `github.com/${repositoryPath(facts)}/${GO_FOLDER}`;
}

/** The logo for the schema. A placeholder is left out: the generator for .NET fails where it cannot download the logo. */
export function logoOf(facts: Publisher): { readonly logoUrl?: string } {
  return placeholders(facts).includes("logoUrl") ? {} : { logoUrl: facts.logoUrl };
}

/** The names of the facts that are still placeholders. */
export function placeholders(facts: Publisher): readonly string[] {
  return Object.entries(facts)
    .filter(([, value]) => MARK.test(value))
    .map(([name]) => name);
}
