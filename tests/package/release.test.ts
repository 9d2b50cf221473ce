// What `npm run release` refuses.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { release } from "./releaseRun";

jest.setTimeout(180_000);
let root: string;
beforeAll(() => (root = mkdtempSync(path.join(tmpdir(), "pulumi-dispersed-release-"))));
afterAll(() => rmSync(root, { recursive: true }));

test("a tag of another version makes nothing", () => {
  const folder = path.join(root, "refused");
  const { text, summary } = release(folder, "--tag", "v99.0.0");
  expect(text).toContain("Refused: the tag v99.0.0 is not the version of package.json");
  expect(summary).toEqual({ ok: false, artefacts: [] });
  expect(existsSync(folder)).toBe(false);
});
