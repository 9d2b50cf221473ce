// May this version be released as it stands? Knows no file and no command.
import { changelogEntry } from "./changelogEntry";

/** What is about to be released. */
export interface Candidate {
  /** The version in package.json. */
  readonly version: string;
  /** The text of CHANGELOG.md. */
  readonly changelog: string;
  /** The address in package.json, which npm holds against where the package was built. */
  readonly repository?: string | undefined;
  /** The tag that was pushed. */
  readonly tag?: string | undefined;
  /** Where it is built, as owner/name. */
  readonly builtIn?: string | undefined;
  /** The facts in release/publisher.ts that nobody has replaced yet. */
  readonly placeholders: readonly string[];
}

export interface ReleasePlan {
  readonly notes: string;
  /** Why it must not be released; a dry run goes on with what only a release needs. */
  readonly problems: readonly string[];
  /** What a release would refuse. */
  readonly remarks: readonly string[];
}

/** The notes, and what stands in the way. */
export function planRelease(candidate: Candidate, { dry }: { readonly dry: boolean }): ReleasePlan {
  const { version, changelog, tag } = candidate;
  const entry = changelogEntry(changelog, version);
  const unreleased = changelogEntry(changelog, "Unreleased");
  const lacks = [
    ...(entry === undefined ? [noEntry(version)] : []),
    ...(tag === undefined ? [`no tag is named; it would be v${version}`] : []),
    ...placeholderProblems(candidate),
    ...repositoryProblems(candidate),
  ];
  const wrong = [
    ...(tag === undefined || tag === `v${version}` ? [] : [otherTag(tag, version)]),
    ...(entry === undefined && unreleased === undefined ? [nothingToSay] : []),
  ];
  return {
    notes: entry ?? unreleased ?? "",
    problems: dry ? wrong : [...wrong, ...lacks],
    remarks: dry ? lacks : [],
  };
}

const nothingToSay = "CHANGELOG.md says nothing of this release, not even under Unreleased";

const noEntry = (version: string): string =>
  `CHANGELOG.md has no entry for ${version}; rename "## Unreleased" to "## ${version} - <date>"`;

const otherTag = (tag: string, version: string): string =>
  `the tag ${tag} is not the version of package.json, ${version}; its tag is v${version}`;

function placeholderProblems({ placeholders }: Candidate): readonly string[] {
  if (placeholders.length === 0) return [];
  const names = placeholders.join(", ");
  return [
    `scripts/release/publisher.ts still has placeholders (${names}); write the publisher's own values there, then run "npm run generate"`,
  ];
}

/** npm refuses provenance when package.json names no repository, or another one. */
function repositoryProblems({ repository, builtIn }: Candidate): readonly string[] {
  const wanted = `git+https://github.com/${builtIn ?? "<owner>/<name>"}.git`;
  const advice = `npm publishes with provenance only if "repository" in package.json is "${wanted}"`;
  if (repository === undefined) return [`package.json names no repository; ${advice}`];
  if (builtIn === undefined || placeOf(repository) === builtIn.toLowerCase()) return [];
  return [`package.json names the repository ${repository}; ${advice}`];
}

function placeOf(address: string): string | undefined {
  return /github(?:\.com)?[:/]([^/]+\/[^/]+?)(?:\.git)?$/.exec(address)?.[1]?.toLowerCase();
}
