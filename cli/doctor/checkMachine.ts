// What this machine has of what a run needs.
import { execFile } from "node:child_process";
import { accessSync, constants, existsSync, statSync } from "node:fs";
import path from "node:path";

import { printable } from "../../provider/api/printable";
import { journalFolder } from "../../provider/resources/journal";
import type { DoctorLine } from "./doctorLine";

type Environment = Readonly<Record<string, string | undefined>>;

const OLDEST_NODE = [20, 18, 1];
const LONGEST_ANSWER_MS = 15_000;

/** Whether this Node.js is one that the package is made for. */
export function nodeLine(version: string): DoctorLine {
  const parts = version.split(".").map(Number);
  const differing = OLDEST_NODE.findIndex((part, index) => part !== parts[index]);
  const isOld = differing !== -1 && (parts[differing] ?? 0) < (OLDEST_NODE[differing] ?? 0);
  return isOld
    ? {
        verdict: "fail",
        subject: "node",
        detail: `${version} is too old: install ${OLDEST_NODE.join(".")} or later`,
      }
    : { verdict: "ok", subject: "node", detail: version };
}

/** Whether the engine is there; this command does without it, a program does not. */
export function pulumiLine(env: Environment): Promise<DoctorLine> {
  return new Promise((resolve) => {
    execFile(
      "pulumi",
      ["version"],
      { env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" }, timeout: LONGEST_ANSWER_MS },
      (error, stdout) => {
        const subject = "pulumi";
        if (error === null) resolve({ verdict: "ok", subject, detail: printable(stdout) });
        else {
          const what = error.code === "ENOENT" ? "is not on PATH" : "does not tell its version";
          const next = "install it as https://www.pulumi.com/docs/install says";
          resolve({ verdict: "warn", subject, detail: `\`pulumi\` ${what}: ${next}` });
        }
      },
    );
  });
}

/** Whether the journal can be written: where it cannot, an interrupted run is not remembered. */
export function journalLine(env: Environment): DoctorLine {
  const folder = journalFolder(env);
  const subject = "journal";
  // The folder is made with the first purchase, and not by who only asks.
  let nearest = folder;
  while (!existsSync(nearest) && path.dirname(nearest) !== nearest) nearest = path.dirname(nearest);
  try {
    accessSync(nearest, constants.W_OK | constants.X_OK);
    if (statSync(nearest).isDirectory()) {
      return { verdict: "ok", subject, detail: `${folder} can be written` };
    }
  } catch {
    // Said below.
  }
  const detail = `${folder} cannot be written: give yourself the right, or set PULUMI_HOME`;
  return { verdict: "warn", subject, detail };
}
