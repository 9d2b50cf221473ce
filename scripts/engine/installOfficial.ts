import { join } from "node:path";
import { runCommand } from "./runCommand";

/** The download is about 100 MB; who needs longer is better served by the other ways. */
const TIME_LIMIT_MS = 5 * 60_000;

/** Puts the official release into `folder`, its executables into `folder`/bin. */
export async function installOfficial(
  version: string,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const installer = join(__dirname, "officialInstaller.cjs");
  await runCommand(process.execPath, [installer, version, folder], {
    env,
    timeLimitMs: TIME_LIMIT_MS,
  });
}
