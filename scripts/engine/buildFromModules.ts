import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { executableNames, findExecutable } from "./findExecutable";
import { isAtLeast, parseVersion, type Version } from "./parseVersion";
import { runCommand } from "./runCommand";

const OLDEST_GO: Version = [1, 25, 0];
const ASK_LIMIT_MS = 30_000;
/** Three minutes on two cores, much of it download: this is for slow lines and small machines. */
const BUILD_LIMIT_MS = 30 * 60_000;

/** Builds the engine from its Go modules into `folder`/bin. `show` hears what is being compiled. */
export async function buildFromModules(
  version: string,
  folder: string,
  env: NodeJS.ProcessEnv,
  show: (line: string) => void,
): Promise<void> {
  const source = join(folder, "source");
  mkdirSync(source, { recursive: true });
  writeFileSync(join(source, "go.mod"), moduleFile(version));
  await runCommand("go", buildArguments(version, join(folder, "bin", executableName())), {
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
function moduleFile(version: string): string {
  return `module local/pulumi-cli

go 1.25.11

require (
	github.com/pulumi/pulumi/pkg/v3 v${version}
	github.com/pulumi/pulumi/sdk/v3 v${version}
)

replace github.com/atotto/clipboard => github.com/tgummerer/clipboard v0.0.0-20241001131231-d02d263e614e
`;
}

function buildArguments(version: string, output: string): readonly string[] {
  const versionVariable = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";
  return [
    ...["build", "-v", "-trimpath", "-tags", "osusergo,grpcnotrace"],
    ...["-ldflags", `-w -s -X ${versionVariable}=v${version}`],
    ...["-o", output, "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"],
  ];
}

const executableName = (): string => executableNames("pulumi")[0] ?? "pulumi";
