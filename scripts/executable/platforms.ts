// The platforms by the names that Pulumi's installer gives them.

const platforms = [
  "darwin-amd64",
  "darwin-arm64",
  "linux-amd64",
  "linux-arm64",
  "windows-amd64",
  "windows-arm64",
] as const;
/** One of them. */
export type Platform = (typeof platforms)[number];
/** All of them. */
export const allPlatforms: readonly Platform[] = platforms;

const SYSTEMS: Readonly<Partial<Record<NodeJS.Platform, string>>> = { win32: "windows" };
const MACHINES: Readonly<Partial<Record<NodeJS.Architecture, string>>> = { x64: "amd64" };

/** The platform of this process. */
export function thisPlatform(
  system: NodeJS.Platform = process.platform,
  machine: NodeJS.Architecture = process.arch,
): Platform {
  const name = `${SYSTEMS[system] ?? system}-${MACHINES[machine] ?? machine}`;
  const found = platforms.find((platform) => platform === name);
  if (found === undefined) {
    throw new Error(
      `There is no executable for ${name}. There is one for: ${platforms.join(", ")}.`,
    );
  }
  return found;
}

/** The name of an executable file. */
export function executableName(name: string, platform: Platform): string {
  return platform.startsWith("windows") ? `${name}.exe` : name;
}
