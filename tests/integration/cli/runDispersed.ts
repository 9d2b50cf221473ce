// The built command in a process of its own, as a person or a pipeline starts it.
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";

import type { Emulator } from "../../../emulator";

const command = path.join(__dirname, "..", "..", "..", "bin", "dispersed");

/** What a command said and how it ended. */
export interface Finished {
  readonly out: string;
  readonly err: string;
  readonly code: number | null;
}

/** An empty folder to work in, with a Pulumi home of its own. */
export interface Place {
  readonly folder: string;
  /** The environment of a user of this emulator, or one without keys. */
  env(emulator?: Emulator): NodeJS.ProcessEnv;
  close(): void;
}

export function createPlace(): Place {
  const folder = mkdtempSync(path.join(tmpdir(), "dispersed-cli-"));
  return {
    folder,
    env: (emulator) => ({
      PATH: process.env["PATH"],
      HOME: folder,
      PULUMI_HOME: path.join(folder, "home"),
      ...(emulator === undefined
        ? {}
        : {
            DISPERSED_API_BASE_URL: emulator.url,
            DISPERSED_PUBLIC_KEY: emulator.publicKey,
            DISPERSED_SECRET_KEY: emulator.secretKey,
          }),
    }),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Starts the command. */
export function startDispersed(
  { folder }: Place,
  env: NodeJS.ProcessEnv,
  ...args: readonly string[]
): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [command, ...args], { cwd: folder, env });
}

/** Runs the command to its end, without a terminal. */
export async function runDispersed(
  place: Place,
  env: NodeJS.ProcessEnv,
  ...args: readonly string[]
): Promise<Finished> {
  const child = startDispersed(place, env, ...args);
  child.stdin.end();
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "exit") as Promise<[number | null]>,
  ]);
  return { out, err, code };
}
