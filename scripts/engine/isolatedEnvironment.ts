import { mkdirSync } from "node:fs";
import { join } from "node:path";

/**
 * An environment in which the engine touches nothing of the person's own: home and backend are
 * folders below `root`, no update is looked for and no plugin is downloaded. Of the caller's
 * variables only what finds programs stays.
 */
export function isolatedEnvironment(root: string, caller: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const [home, backend] = [join(root, "home"), join(root, "backend")];
  for (const folder of [home, backend]) mkdirSync(folder, { recursive: true });
  return {
    PATH: caller["PATH"],
    HOME: caller["HOME"],
    PULUMI_HOME: home,
    PULUMI_BACKEND_URL: `file://${backend}`,
    PULUMI_CONFIG_PASSPHRASE: "a passphrase of nobody's",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
}
