import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, statSync } from "node:fs";
import { symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { useTemporaryFolder } from "./temporaryFolder";

// setup.mjs in a small tree of its own: no packages to install but the compiler and the bundler.

jest.setTimeout(60_000);

const repository = dirname(dirname(dirname(__dirname)));
const folder = useTemporaryFolder();
const at = (path: string): string => join(folder(), path);

const compilerOptions = { outDir: "dist", rootDir: ".", module: "node16", types: [] };
const lock = (packages: object): string => JSON.stringify({ lockfileVersion: 3, packages });

beforeEach(() => {
  for (const path of ["scripts", "provider", "sdk", "emulator", "emulator/page", "node_modules"])
    mkdirSync(at(path));
  for (const name of ["setup.mjs", "lock.cjs", "bundle"]) {
    cpSync(join(repository, "scripts", name), at(`scripts/${name}`), { recursive: true });
  }
  for (const name of ["typescript", "esbuild"]) {
    symlinkSync(join(repository, "node_modules", name), at(`node_modules/${name}`));
  }
  write("package.json", '{ "name": "tree", "version": "1.0.0" }');
  write("package-lock.json", lock({ "": { name: "tree", version: "1.0.0" } }));
  write("node_modules/.package-lock.json", lock({}));
  write("tsconfig.build.json", JSON.stringify({ compilerOptions, include: ["sdk", "emulator"] }));
  write("sdk/index.ts", "export const answer = 42;\n");
  write("provider/main.ts", 'console.log("plugin");\n');
  write("provider/host.ts", 'console.log("host");\n');
  write("emulator/main.ts", 'console.log("ready");\n');
  write("emulator/page/page.html", "<!doctype html>\n");
  write(
    "scripts/bundle/entryPoints.mjs",
    'export const entryPoints = ["emulator/main.ts"];\nexport const host = "provider/host.ts";\n' +
      'export const assets = ["emulator/page"];\n',
  );
});

const write = (path: string, text: string): void => writeFileSync(at(path), text);

async function setUp(
  ...flags: string[]
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [at("scripts/setup.mjs"), ...flags]);
  let [out, err] = ["", ""];
  child.stdout.on("data", (text: Buffer) => (out += text.toString()));
  child.stderr.on("data", (text: Buffer) => (err += text.toString()));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, out, err };
}

const silence = { code: 0, out: "", err: "" };

describe("setup", () => {
  test("builds dist with an executable emulator and prints nothing to stdout", async () => {
    expect(await setUp()).toEqual({ code: 0, out: "", err: "Building dist/ and bin/ ...\n" });

    expect(existsSync(at("dist/sdk/index.js"))).toBe(true);
    expect(statSync(at("dist/emulator/main.js")).mode & 0o111).toBe(0o111);
  });

  test("builds again after a source has changed, and always with --rebuild", async () => {
    await setUp();
    write("sdk/index.ts", "export const answer = 43;\n");

    expect((await setUp()).err).toBe("Building dist/ and bin/ ...\n");
    expect(await setUp()).toEqual(silence);
    expect((await setUp("--rebuild")).err).toBe("Building dist/ and bin/ ...\n");
  });

  test("builds once when two are started together", async () => {
    const runs = await Promise.all([setUp(), setUp()]);

    expect(runs.map(({ code, out }) => ({ code, out }))).toEqual([
      { code: 0, out: "" },
      { code: 0, out: "" },
    ]);
    const text = runs.map(({ err }) => err).join("");
    expect(text.match(/Building/g)).toHaveLength(1);
    expect(text).toMatch(/Waiting for another set-up of this folder \(process \d+\)/);
  });
});
