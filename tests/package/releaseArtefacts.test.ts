// `npm run release:dry`: everything that a release consists of.
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { version } from "../../package.json";
import { runCommand } from "../../scripts/engine/runCommand";
import { allPlatforms } from "../../scripts/executable/platforms";
import { release, type ReleaseRun } from "./releaseRun";

// A first run downloads Node.js for five platforms.
jest.setTimeout(1_200_000);
let root: string;
beforeAll(() => (root = mkdtempSync(path.join(tmpdir(), "pulumi-dispersed-release-"))));
afterAll(() => rmSync(root, { recursive: true }));

const archiveOf = (platform: string): string =>
  `pulumi-resource-dispersed-v${version}-${platform}.tar.gz`;
const archives = allPlatforms.map(archiveOf);

describe("a dry run", () => {
  let folder: string;
  let dry: ReleaseRun;
  beforeAll(() => {
    folder = path.join(root, "dry");
    dry = release(folder, "--dry", "--no-sdks", "--tag", `v${version}`);
  });

  test("makes the package and an archive of the plugin for every platform, and no more", () => {
    const tarball = `pulumi-dispersed-${version}.tgz`;
    expect(dry.summary.ok).toBe(true);
    expect(dry.summary.artefacts.map(({ file }) => file)).toEqual([tarball, ...archives]);
    expect(readdirSync(folder).sort()).toEqual(
      [...archives, tarball, "NOTES.md", "SHA256SUMS"].sort(),
    );
  });

  test("writes the hash of every file, which is that of its bytes", () => {
    const hashes = dry.summary.artefacts.map(({ file }) => {
      const content = readFileSync(path.join(folder, file));
      return `${createHash("sha256").update(content).digest("hex")}  ${file}\n`;
    });
    expect(readFileSync(path.join(folder, "SHA256SUMS"), "utf8")).toBe(hashes.join(""));
  });

  test("shows the notes", () => {
    expect(dry.text).toContain(readFileSync(path.join(folder, "NOTES.md"), "utf8").trim());
  });

  const licenses = ["LICENSE", "THIRD_PARTY_LICENSES.txt"];
  const plugin = "pulumi-resource-dispersed";
  test.each([
    ...["darwin-amd64", "darwin-arm64", "linux-amd64", "linux-arm64"].map(
      (platform) => [platform, [...licenses, "NODE_LICENSE.txt", plugin]] as const,
    ),
    ["windows-amd64", [...licenses, "NODE_LICENSE.txt", `${plugin}.exe`]] as const,
    ["windows-arm64", [...licenses, plugin, `${plugin}.cmd`]] as const,
  ])("puts the plugin and every licence into the archive for %s", async (platform, files) => {
    const file = path.join(folder, archiveOf(platform));
    // 150 MB each, on a machine that may be busy.
    const listed = await runCommand("tar", ["-tzf", file], { timeLimitMs: 300_000 });
    const names = listed.split("\n").flatMap((line) => line.replace("./", "") || []);
    expect(names.sort()).toEqual([...files].sort());
  });
});
