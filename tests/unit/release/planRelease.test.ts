import { planRelease, type Candidate } from "../../../scripts/release/planRelease";

const good: Candidate = {
  version: "1.2.0",
  tag: "v1.2.0",
  changelog: "## Unreleased\n\n- Later.\n\n## 1.2.0 - 2026-11-21\n\n- Now.\n",
  repository: "git+https://github.com/owner/name.git",
  builtIn: "Owner/name",
  placeholders: [],
};
const strict = { dry: false };
const dry = { dry: true };

test("what is complete is released, with the entry of its version as notes", () => {
  expect(planRelease(good, strict)).toEqual({ notes: "- Now.", problems: [], remarks: [] });
});

const incomplete: readonly [string, Partial<Candidate>, RegExp][] = [
  ["no entry for the version", { version: "1.3.0", tag: "v1.3.0" }, /^CHANGELOG.md has no entry/],
  ["no tag", { tag: undefined }, /^no tag is named; it would be v1.2.0$/],
  ["no repository in package.json", { repository: undefined }, /"git\+https:.*\/Owner\/name.git"$/],
  ["placeholders", { placeholders: ["name", "logoUrl"] }, /placeholders \(name, logoUrl\); write/],
  ["another repository", { builtIn: "owner/fork" }, /^package.json names the repository git\+/],
];

test.each(incomplete)("%s: a release is refused", (_name, lacking, problem) => {
  const plan = planRelease({ ...good, ...lacking }, strict);
  expect([plan.problems.length, plan.problems[0]]).toEqual([1, expect.stringMatching(problem)]);
});

test("a dry run says that the publisher's facts are placeholders, and goes on", () => {
  const plan = planRelease({ ...good, placeholders: ["name"] }, dry);
  expect(plan).toMatchObject({ problems: [], remarks: [expect.stringMatching(/placeholders/)] });
});

test("a dry run before the version has its entry takes what is unreleased as notes", () => {
  expect(planRelease({ ...good, version: "1.3.0", tag: "v1.3.0" }, dry).notes).toBe("- Later.");
});

test.each([
  ["another version's tag", "v1.2.1"],
  ["a tag that only begins with it", "v1.2.0-rc.1"],
])("%s is refused, in a dry run too", (_name, tag) => {
  const message = `the tag ${tag} is not the version of package.json, 1.2.0; its tag is v1.2.0`;
  expect(planRelease({ ...good, tag }, strict).problems).toEqual([message]);
  expect(planRelease({ ...good, tag }, dry).problems).toEqual([message]);
});

test("a release of which the changelog says nothing is refused, in a dry run too", () => {
  const plan = planRelease({ ...good, changelog: "# Changelog\n\n## Unreleased\n" }, dry);
  expect(plan.problems).toEqual([expect.stringContaining("CHANGELOG.md says nothing")]);
});
