import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { executableNames, findExecutable } from "./findExecutable";
import { isAtLeast, parseVersion, type Version } from "./parseVersion";
import { runCommand } from "./runCommand";

const OLDEST_GO: Version = [1, 25, 0];
const ASK_LIMIT_MS = 30_000;
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
  /** The text of a main function of our own, where `package` is the folder it lies in. */
  readonly source?: string;
}

/** The modules that the engine is made of. */
export function engineModules(version: string): GoProgram["modules"] {
  return {
    "github.com/pulumi/pulumi/pkg/v3": version,
    "github.com/pulumi/pulumi/sdk/v3": version,
  };
}

/** The engine's command line. */
export function engineProgram(version: string): GoProgram {
  const versionVariable = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";
  return {
    name: "pulumi",
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    modules: engineModules(version),
    linkerFlags: `-w -s -X ${versionVariable}=v${version}`,
  };
}

/** Builds a program from its Go modules into `folder`/bin. `show` hears what is being compiled. */
export async function buildFromModules(
  program: GoProgram,
  folder: string,
  env: NodeJS.ProcessEnv,
  show: (line: string) => void,
): Promise<void> {
  const source = join(folder, "source");
  mkdirSync(source, { recursive: true });
  writeFileSync(join(source, "go.mod"), moduleFile(program));
  if (program.source !== undefined) writeFileSync(join(source, "main.go"), program.source);
  await runCommand("go", buildArguments(program, join(folder, "bin", executableName(program))), {
    cwd: source,
    env: { ...env, CGO_ENABLED: "0", GOFLAGS: "-mod=mod" },
    timeLimitMs: BUILD_LIMIT_MS,
    onLine: show,
  });
  rmSync(source, { recursive: true });
}

/** Why this machine cannot build an engine, if it cannot. */
export async function whyNotBuild(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const go = findExecutable("go", env);
  if (go === undefined) return "there is no go on PATH";
  const found = await runCommand(go, ["version"], { env, timeLimitMs: ASK_LIMIT_MS });
  const version = parseVersion(found);
  if (version !== undefined && isAtLeast(version, OLDEST_GO)) return undefined;
  return `Go ${OLDEST_GO.join(".")} or later is needed, found: ${found.trim()}`;
}

/** A main module of our own: `go install` refuses the engine's, which has a "replace" line. */
function moduleFile({ modules }: GoProgram): string {
  const requires = Object.entries(modules).map(([module, version]) => `\t${module} v${version}`);
  return `module local/built

go 1.25.11

require (
${requires.join("\n")}
)

replace github.com/atotto/clipboard => github.com/tgummerer/clipboard v0.0.0-20241001131231-d02d263e614e
`;
}

function buildArguments(program: GoProgram, output: string): readonly string[] {
  return [
    ...["build", "-v", "-trimpath", "-tags", "osusergo,grpcnotrace"],
    ...["-ldflags", program.linkerFlags],
    ...["-o", output, program.package],
  ];
}

const executableName = ({ name }: GoProgram): string => executableNames(name)[0] ?? name;
