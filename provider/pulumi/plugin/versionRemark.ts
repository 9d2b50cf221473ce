// The engine takes the plugin of the SDK's version where it looks for one itself. A plugin on PATH, and one that
// `plugins` in Pulumi.yaml names by its path, are taken whatever their version is.
import compare from "semver/functions/compare";
import parse from "semver/functions/parse";

/**
 * What to say where program and plugin differ.
 *
 * @param sdk the version that the program's SDK asks for; `undefined` where the program has none.
 */
export function versionRemark(sdk: string | undefined, plugin: string): string | undefined {
  const asked = parse(sdk);
  if (asked === null) return undefined;
  const order = compare(asked, plugin);
  if (order === 0) return undefined;
  return order < 0
    ? `The SDK of this program is ${asked.version}, older than the plugin that runs, which is ${plugin}. Take the SDK ` +
        `of ${plugin}, for example with \`pulumi package add\`.`
    : `The SDK of this program is ${asked.version}, newer than the plugin that runs, which is ${plugin}: inputs that ` +
        `only the SDK knows are refused. Install the plugin ${asked.version}.`;
}
