// A process of its own, as the engine has one: reads its work from standard input, does all of it at
// once, and prints a report. So its memory and its sockets are nobody else's.
import { text } from "node:stream/consumers";

import {
  type Kept,
  OperationFailed,
  type Settings,
  type Values,
} from "../../support/lifecycle/driver";
import { createScaledClock } from "../../support/scaledClock";
import { tell } from "./doInProcess";
import { openProcess, type OpenProcess } from "./openProcess";

/** One operation of the engine. */
export type Task =
  | { readonly do: "create"; readonly inputs: Values }
  | { readonly do: "update"; readonly kept: Kept; readonly inputs: Values }
  | { readonly do: "delete"; readonly kept: Kept };

/** What a process is started with. */
export interface Work {
  readonly settings: Settings;
  /** How much faster than on this machine pauses and deadlines pass. */
  readonly timeScale: number;
  readonly tasks: readonly Task[];
}

/** What became of one operation. */
export interface Done {
  /** What the state holds of the resource now; nothing after a delete, or where nothing was made. */
  readonly kept?: Kept;
  /** The error that the engine was told. */
  readonly error?: string;
}

/** What a process tells: the operations in order, and what they took. */
export interface Report {
  readonly done: readonly Done[];
  readonly tookMs: number;
  readonly rssMib: number;
  /** Most connections at once. */
  readonly sockets: number;
}

async function main(): Promise<void> {
  const { settings, timeScale, tasks } = JSON.parse(await text(process.stdin)) as Work;
  const { driver, end } = openProcess(settings, createScaledClock(timeScale));
  let [rssBytes, sockets] = [0, 0];
  const measure = (): void => {
    rssBytes = Math.max(rssBytes, process.memoryUsage.rss());
    const open = process.getActiveResourcesInfo().filter((name) => name === "TCPSocketWrap");
    sockets = Math.max(sockets, open.length);
  };
  const measuring = setInterval(measure, 50);
  const startMs = performance.now();
  const done = await Promise.all(tasks.map((task) => carryOut(driver, task)));
  const tookMs = performance.now() - startMs;
  measure();
  clearInterval(measuring);
  end();
  const report: Report = {
    done,
    tookMs,
    rssMib: Math.round(rssBytes / 1024 ** 2),
    sockets,
  };
  tell(report);
}

async function carryOut(driver: OpenProcess["driver"], task: Task): Promise<Done> {
  try {
    switch (task.do) {
      case "create":
        return { kept: await driver.create(task.inputs) };
      case "update": {
        const { id, outputs } = task.kept;
        return { kept: { id, outputs: await driver.update(id, outputs, task.inputs) } };
      }
      case "delete":
        await driver.delete(task.kept.id, task.kept.outputs);
        return {};
    }
  } catch (error) {
    if (!(error instanceof OperationFailed)) throw error;
    // After a failure the engine goes on with what it had, or with what it was given to keep.
    const kept = error.kept ?? (task.do === "create" ? undefined : task.kept);
    return { error: error.message, ...(kept === undefined ? {} : { kept }) };
  }
}

void main();
