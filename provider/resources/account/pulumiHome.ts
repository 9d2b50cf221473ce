// The folders that Pulumi and this provider keep on a machine.
import { homedir } from "node:os";
import path from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/** The home folder of Pulumi; an empty variable counts as none. */
export function pulumiHome(env: Environment): string {
  const { PULUMI_HOME = "" } = env;
  return PULUMI_HOME === "" ? path.join(homedir(), ".pulumi") : PULUMI_HOME;
}

/** Where a machine's journals are. */
export function journalFolder(env: Environment): string {
  return path.join(pulumiHome(env), "dispersed");
}
