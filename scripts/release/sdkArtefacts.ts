// The SDKs as files to install: a package for npm, a wheel for pip, and the tree of the Go module. Needs Go and Python.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import manifest from "../../package.json";
import { runCommand } from "../engine/runCommand";
import { ensureSdkGenerator, SDK_GENERATOR } from "../engine/sdkGenerator";
import { npm } from "../../tests/support/packedPackage";

const root = dirname(dirname(__dirname));
/** pip fetches what builds a wheel, and the compiler reads all of Pulumi's types. */
const timeLimitMs = 10 * 60_000;

/** Writes the files into a folder. */
export async function makeSdkArtefacts(folder: string): Promise<void> {
  const generator = join(await ensureSdkGenerator(), SDK_GENERATOR);
  const workshop = mkdtempSync(join(tmpdir(), "pulumi-dispersed-sdks-"));
  try {
    await runCommand(generator, ["packages", join(root, "schema.json"), workshop], { timeLimitMs });
    await packNode(join(workshop, "nodejs"), folder);
    await packPython(join(workshop, "python"), folder);
    await packGo(join(workshop, "go"), folder);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

/** npm's package is the folder that the compiler writes: the SDK reads its version from package.json beside it. */
async function packNode(sdk: string, folder: string): Promise<void> {
  for (const name of ["@pulumi/pulumi", "@types/node"]) {
    const link = join(sdk, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, "node_modules", name), link, "dir");
  }
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  await runCommand(process.execPath, [compiler, "-p", "."], { cwd: sdk, timeLimitMs });
  const built = join(sdk, "bin");
  for (const name of ["package.json", "README.md"]) {
    copyFileSync(join(sdk, name), join(built, name));
  }
  copyFileSync(join(root, "LICENSE"), join(built, "LICENSE"));
  await npm(["pack", "--ignore-scripts", "--pack-destination", folder], built);
}

async function packPython(sdk: string, folder: string): Promise<void> {
  copyFileSync(join(root, "LICENSE"), join(sdk, "LICENSE"));
  const pip = ["-m", "pip", "--disable-pip-version-check", "wheel", "--quiet", "--no-deps"];
  await runCommand("python3", [...pip, "--wheel-dir", folder, "."], { cwd: sdk, timeLimitMs });
}

/** The module as the commit of its tag holds it: below sdk/go (decision 19). */
async function packGo(sdk: string, folder: string): Promise<void> {
  copyFileSync(join(root, "LICENSE"), join(sdk, "LICENSE"));
  writeFileSync(join(sdk, ".gitattributes"), "* -text\n");
  const archive = join(folder, `pulumi-dispersed-sdk-go-v${manifest.version}.tar.gz`);
  await runCommand("tar", ["-czf", archive, "-C", sdk, "."], { timeLimitMs });
}
