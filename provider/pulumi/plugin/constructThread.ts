// Components are made in a thread. It alone loads the Pulumi SDK, with the first of them, so that a plugin that only
// serves resources stays as light as it is. And what the SDK leaves unhandled when a child fails ends no purchase: in
// this process it would.
import { Worker } from "node:worker_threads";
import { brotliDecompressSync } from "node:zlib";

import type { ConstructAnswer, ConstructCall } from "./constructMessages";

/** The worker's code, compressed; the bundler puts it here, so that the plugin is one file. */
declare const COMPONENTS: string;

/** Starts the worker. */
export function startWorker(): Worker {
  const code = brotliDecompressSync(Buffer.from(COMPONENTS, "base64")).toString();
  return new Worker(code, { eval: true });
}

/** Has a component made, and gives the bytes of the response. */
export type Construct = (call: Omit<ConstructCall, "id">) => Promise<Uint8Array>;

interface Waiting {
  readonly resolve: (response: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Makes components in a thread, which starts with the first of them.
 *
 * @param gone ends the thread: the SDK leaves a registration unanswered for ever when the engine was killed.
 */
export function constructThread(gone: AbortSignal, start = startWorker): Construct {
  let worker: Worker | undefined;
  let calls = 0;
  const open = new Map<number, Waiting>();
  const begin = (): Worker => {
    const begun = start();
    const lose = (error: Error): void => {
      if (worker === begun) worker = undefined;
      for (const { reject } of open.values()) reject(error);
      open.clear();
    };
    begun.on("message", (answer: ConstructAnswer) => {
      const call = open.get(answer.id);
      open.delete(answer.id);
      if (open.size === 0) begun.unref();
      if ("response" in answer) call?.resolve(answer.response);
      else call?.reject(new Error(answer.error));
    });
    begun.on("error", lose);
    begun.on("exit", () => lose(new Error("the thread that makes components has ended")));
    gone.addEventListener("abort", () => void begun.terminate(), { once: true });
    return begun;
  };
  return (call) =>
    new Promise((resolve, reject) => {
      worker ??= begin();
      worker.ref();
      const id = calls++;
      open.set(id, { resolve, reject });
      worker.postMessage({ ...call, id } satisfies ConstructCall);
    });
}
