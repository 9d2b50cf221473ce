// A misspelt setting would be ignored, and with it a price cap or a guard. The engine shows a dynamic
// provider only the settings that it asks for, so the program has to look.
import * as pulumi from "@pulumi/pulumi";

/** The settings of the package. A unit test holds them against the provider's own table. */
export const settingNames = [
  "publicKey",
  "secretKey",
  "baseUrl",
  "allowedAccount",
  "defaults",
  "maxStackHourlyUsd",
  "estimate",
  "namespace",
  "onOrphan",
  "maxConcurrency",
] as const;

/** Settings that the engine reads itself, for the native plugin. */
const ENGINES_OWN: readonly string[] = ["version", "pluginDownloadURL"];
const PREFIX = "dispersed:";

/** Stacks whose configuration was found right: one process may run several. */
const checked = new Set<string>();

/**
 * Checks the names of the stack's `dispersed:` settings, once for each stack.
 *
 * @throws RunError that names the setting, and never its value.
 */
export function requireKnownSettings(): void {
  // In a project of this name they are the program's own.
  const [project, stack] = [pulumi.getProject(), pulumi.getStack()];
  const name = JSON.stringify([project, stack]);
  if (project === "dispersed" || checked.has(name)) return;
  const known: readonly string[] = [...settingNames, ...ENGINES_OWN];
  const unknown = Object.keys(pulumi.runtime.allConfig())
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => key.slice(PREFIX.length))
    .find((setting) => !known.includes(setting));
  if (unknown !== undefined) {
    const fix = `Remove it with \`pulumi config rm ${PREFIX}${unknown}\`.`;
    throw new pulumi.RunError(`${unknownWords(unknown, PREFIX)} ${fix} Nothing was sent.`);
  }
  checked.add(name);
}

/**
 * Checks the names of an explicit provider's settings, which a JavaScript program may misspell.
 *
 * @throws RunError that names the setting, and never its value.
 */
export function requireKnownArgs(name: string, args: object): void {
  const unknown = Object.keys(args).find(
    (setting) => !(settingNames as readonly string[]).includes(setting),
  );
  if (unknown === undefined) return;
  throw new pulumi.RunError(`Provider ${name}: ${unknownWords(unknown, "")} Nothing was sent.`);
}

function unknownWords(setting: string, prefix: string): string {
  const meant = settingNames.find((name) => name.toLowerCase() === setting.toLowerCase());
  const hint =
    meant === undefined
      ? `The settings are: ${settingNames.join(", ")}.`
      : `Did you mean ${prefix}${meant}?`;
  return `${prefix}${setting} is not a setting of pulumi-dispersed, so it would have no effect. ${hint}`;
}
