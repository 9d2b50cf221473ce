// Programs that are built from Go modules. The engine's official download is not reachable everywhere.
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { findExecutable } from "./findExecutable";
import { runCommand } from "./runCommand";
import { isAtLeast } from "./version";

const OLDEST_GO = "1.26.6";
/** Three minutes on two cores, much of it download: this is for slow lines and small machines. */
const BUILD_LIMIT_MS = 30 * 60_000;

/** A program and the modules it is made of. */
export interface GoProgram {
  readonly name: string;
  /** The package with its main function. */
  readonly package: string;
  /** Versions by module. */
  readonly modules: Readonly<Record<string, string>>;
  /** Flags for the linker. */
  readonly linkerFlags: string;
  /** The folder with the files of a main function of our own, where `package` is ".". */
  readonly sourceFolder?: string;
}

/** Builds a program into `folder`/bin. Needs Go. */
export async function buildGoProgram(program: GoProgram, folder: string): Promise<void> {
  if (findExecutable("go", process.env) === undefined) throw new Error("there is no go on PATH");
  const go = await runCommand("go", ["version"]);
  if (!isAtLeast(go, OLDEST_GO)) {
    throw new Error(`Go ${OLDEST_GO} or later is needed, found: ${go.trim()}`);
  }
  const source = join(folder, "source");
  mkdirSync(source, { recursive: true });
  writeFileSync(join(source, "go.mod"), moduleFile(program));
  if (program.sourceFolder !== undefined) copyGoFiles(program.sourceFolder, source);
  const file = process.platform === "win32" ? `${program.name}.exe` : program.name;
  const flags = ["-trimpath", "-tags", "osusergo,grpcnotrace", "-ldflags", program.linkerFlags];
  await runCommand("go", ["build", ...flags, "-o", join(folder, "bin", file), program.package], {
    cwd: source,
    env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=mod" },
    timeLimitMs: BUILD_LIMIT_MS,
  });
  rmSync(source, { recursive: true });
}

function copyGoFiles(from: string, to: string): void {
  for (const name of readdirSync(from).filter((each) => each.endsWith(".go"))) {
    copyFileSync(join(from, name), join(to, name));
  }
}

/** A main module of our own: `go install` refuses the engine's, which has a "replace" line. */
function moduleFile({ modules }: GoProgram): string {
  const requires = Object.entries(modules).map(([module, version]) => `\t${module} v${version}`);
  return `module local/built

go 1.26.6

require (
${requires.join("\n")}
)

replace github.com/atotto/clipboard => github.com/tgummerer/clipboard v0.0.0-20241001131231-d02d263e614e
`;
}
