// A stack for many short stories: the project stays, because to make one takes longer than a story.
// What a story must not inherit is new each time: the service, and the journal of purchases.
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { startEmulator, type Emulator, type EmulatorOptions } from "../../../emulator";
import { createStack, type TestStack } from "../../support/stack";
import type { Project } from "../../support/engine/project";
import { SETTINGS, testKeys } from "../../support/engine/stackTemplate";

const keys = [testKeys];

/** Gives stacks, one after the other. */
export interface StackForMany {
  /** An empty stack with a service of its own; the one before must be empty, or be spoilt. */
  next(options: EmulatorOptions): Promise<TestStack>;
  /** Says that a story went wrong: the next one gets a new project. */
  spoil(): Promise<void>;
  close(): Promise<void>;
}

/** Makes a {@link StackForMany}; the first story makes its project. */
export function createStackForMany(): StackForMany {
  let emulator: Emulator | undefined;
  let kept: TestStack | undefined;
  const close = async (): Promise<void> => {
    await kept?.close();
    kept = undefined;
    await emulator?.close();
    emulator = undefined;
  };
  return {
    async next(options) {
      const before = emulator;
      emulator = await startEmulator({ ...options, keys });
      await before?.close();
      if (kept === undefined || before === undefined) {
        kept = await createStack({ beside: emulator });
      } else {
        const { project } = kept;
        const settings = readFileSync(join(project.folder, SETTINGS), "utf8");
        project.write({ [SETTINGS]: settings.replaceAll(before.url, emulator.url) });
        rmSync(inHome(project, "dispersed"), { recursive: true, force: true });
      }
      return { ...kept, emulator };
    },
    spoil: close,
    close,
  };
}

/** Whether a killed engine left its lock behind. */
export function isLocked({ env }: Project): boolean {
  const folder = join(new URL(env["PULUMI_BACKEND_URL"] ?? "").pathname, ".pulumi", "locks");
  return (
    existsSync(folder) &&
    readdirSync(folder, { recursive: true }).some((file) => String(file).endsWith(".json"))
  );
}

function inHome({ env }: Project, name: string): string {
  return join(env["PULUMI_HOME"] ?? "", name);
}
