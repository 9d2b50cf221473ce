import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findBrowser } from "../../support/findBrowser";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "browser-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function install(name: string): string {
  const file = join(folder, process.platform === "win32" ? `${name}.exe` : name);
  writeFileSync(file, "");
  chmodSync(file, 0o755);
  return file;
}

describe("the browser of the tests", () => {
  test.each(["chromium", "chromium-browser", "google-chrome"])("is a %s on PATH", (name) => {
    const file = install(name);
    expect(findBrowser({ PATH: folder })).toBe(file);
  });

  test("is the one that CHROMIUM_PATH names, before all others", () => {
    install("chromium");
    expect(findBrowser({ PATH: folder, CHROMIUM_PATH: "/opt/chromium" })).toBe("/opt/chromium");
  });

  test("is none where there is none", () => {
    expect(findBrowser({ PATH: folder, CHROMIUM_PATH: "" })).toBeUndefined();
  });
});
