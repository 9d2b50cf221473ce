// Checks of what a run needs on this machine.
import { accessSync, constants, existsSync, statSync } from "node:fs";
import path from "node:path";

import { errorMessage } from "../../provider/api/errors/errors";
import { sanitizeOneLine } from "../../provider/api/errors/sanitize";
import { journalFolder } from "../../provider/resources/account/pulumiHome";
import { runPulumi } from "../engine/runPulumi";
import type { DoctorLine } from "./doctorLine";

type Environment = Readonly<Record<string, string | undefined>>;

const MIN_NODE = [20, 18, 1];
const TIMEOUT_MS = 15_000;

/** Whether this version of Node.js is supported. */
export function nodeLine(version: string): DoctorLine {
  const parts = version.split(".").map(Number);
  const differing = MIN_NODE.findIndex((part, index) => part !== parts[index]);
  const isOld = differing !== -1 && (parts[differing] ?? 0) < (MIN_NODE[differing] ?? 0);
  return isOld
    ? {
        verdict: "fail",
        subject: "node",
        detail: `${version} is too old: install ${MIN_NODE.join(".")} or later`,
      }
    : { verdict: "ok", subject: "node", detail: version };
}

/** Whether the engine is there: a program needs it, this command mostly does not. */
export async function pulumiLine(): Promise<DoctorLine> {
  const subject = "pulumi";
  try {
    const version = await runPulumi(["version"], { timeoutMs: TIMEOUT_MS });
    return { verdict: "ok", subject, detail: sanitizeOneLine(version) };
  } catch (error) {
    const next = "install it as described at https://www.pulumi.com/docs/install";
    return { verdict: "warn", subject, detail: `${errorMessage(error)}: ${next}` };
  }
}

/** Whether the journal can be written: without it, an interrupted run is not remembered. */
export function journalLine(env: Environment): DoctorLine {
  const folder = journalFolder(env);
  const subject = "journal";
  // The folder is made with the first purchase; a check makes nothing.
  let nearest = folder;
  while (!existsSync(nearest) && path.dirname(nearest) !== nearest) nearest = path.dirname(nearest);
  try {
    accessSync(nearest, constants.W_OK | constants.X_OK);
    if (statSync(nearest).isDirectory()) {
      return { verdict: "ok", subject, detail: `${folder} can be written` };
    }
  } catch {
    // Reported below.
  }
  const detail = `${folder} cannot be written: change its permissions, or set PULUMI_HOME`;
  return { verdict: "warn", subject, detail };
}
