// `npm run release:dry` and `npm run release`, as the workflow of a release starts the latter.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { version } from "../../package.json";

jest.setTimeout(180_000);
const repository = path.join(__dirname, "..", "..");
let root: string;
beforeAll(() => (root = mkdtempSync(path.join(tmpdir(), "pulumi-dispersed-release-"))));
afterAll(() => rmSync(root, { recursive: true }));

interface Summary {
  readonly ok: boolean;
  readonly artefacts: readonly { file: string; bytes: number; sha256: string }[];
}

function release(folder: string, ...args: readonly string[]): { text: string; summary: Summary } {
  const tsx = path.join(repository, "node_modules/tsx/dist/cli.mjs");
  const script = path.join(repository, "scripts/release.ts");
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [tsx, script, "--json", "--folder", folder, ...args],
    { encoding: "utf8", env: { ...process.env, GITHUB_REPOSITORY: "" } },
  );
  const last = stdout.trimEnd().split("\n").at(-1) ?? "";
  return { text: stdout + stderr, summary: JSON.parse(last) as Summary };
}

const archives = ["darwin", "linux", "windows"].flatMap((system) =>
  ["amd64", "arm64"].map(
    (machine) => `pulumi-resource-dispersed-v${version}-${system}-${machine}.tar.gz`,
  ),
);

describe("a dry run", () => {
  let folder: string;
  let dry: ReturnType<typeof release>;
  beforeAll(() => {
    folder = path.join(root, "dry");
    dry = release(folder, "--dry", "--tag", `v${version}`);
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
});

test("a tag of another version makes nothing", () => {
  const folder = path.join(root, "refused");
  const { text, summary } = release(folder, "--tag", "v99.0.0");
  expect(text).toContain("Refused: the tag v99.0.0 is not the version of package.json");
  expect(summary).toEqual({ ok: false, artefacts: [] });
  expect(existsSync(folder)).toBe(false);
});
