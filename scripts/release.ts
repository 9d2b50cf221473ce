// `npm run release`: checks that this version may be released, and makes everything a release
// consists of. It publishes nothing; .github/workflows/release.yml does, from the folder it made.
// `npm run release:dry` goes on where only the entry, the tag, the repository or the publisher is missing.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

import manifest from "../package.json";
import { packPackage } from "../tests/support/packedPackage";
import { allPlatforms } from "./executable/platforms";
import { writeArchives } from "./executable/writeArchives";
import { writeChecksums, type Artefact } from "./release/checksums";
import { planRelease } from "./release/planRelease";
import { makeSdkArtefacts } from "./release/sdkArtefacts";
import { placeholders, publisher } from "./release/publisher";
import { runScript } from "./runScript";

const root = path.dirname(__dirname);

const { values: options } = parseArgs({
  options: {
    /** The tag that was pushed. */
    tag: { type: "string" },
    /** Where everything goes. */
    folder: { type: "string", default: path.join(root, "dist", "release") },
    /** Leaves out the SDKs, which need Go and Python. */
    "no-sdks": { type: "boolean", default: false },
    /** A rehearsal: says what a release would refuse, and goes on. */
    dry: { type: "boolean", default: false },
    /** Only whether it may be released; makes nothing. */
    check: { type: "boolean", default: false },
    /** The last line is for a program. */
    json: { type: "boolean", default: false },
  },
});

async function main(): Promise<readonly Artefact[]> {
  const { version, repository } = manifest;
  const changelog = readFileSync(path.join(root, "CHANGELOG.md"), "utf8");
  const builtIn = process.env["GITHUB_REPOSITORY"];
  const plan = planRelease(
    {
      ...{ version, changelog, tag: options.tag, repository: repository.url, builtIn },
      placeholders: placeholders(publisher),
    },
    options,
  );
  for (const remark of plan.remarks) console.log(`A release would be refused: ${remark}.`);
  if (plan.problems.length > 0) {
    throw new Error(plan.problems.map((problem) => `Refused: ${problem}.`).join("\n"));
  }
  if (options.check) return [];
  const artefacts = await makeArtefacts(options.folder);
  writeFileSync(path.join(options.folder, "NOTES.md"), `${plan.notes}\n`);
  for (const { file, bytes, sha256 } of artefacts) {
    console.log(`${file} ${bytes} ${sha256}`);
  }
  console.log(`\n== Notes of ${version}\n\n${plan.notes}\n\n${options.folder}`);
  return artefacts;
}

async function makeArtefacts(folder: string): Promise<readonly Artefact[]> {
  rmSync(folder, { recursive: true, force: true });
  await writeArchives(folder, allPlatforms);
  await packPackage(folder);
  if (!options["no-sdks"]) await makeSdkArtefacts(folder);
  return writeChecksums(folder);
}

runScript(
  async () => {
    const artefacts = await main();
    if (options.json) console.log(JSON.stringify({ ok: true, artefacts }));
  },
  { ok: false, artefacts: [] },
);
