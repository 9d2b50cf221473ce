// The thread that the plugin starts with its first component. A child that is refused leaves rejections behind that
// nobody handles: they fail the component that they belong to, and end nothing else.
import { AsyncLocalStorage } from "node:async_hooks";
import { parentPort } from "node:worker_threads";

import type { ConstructAnswer, ConstructCall } from "../provider/pulumi/plugin/constructMessages";
import { registerBy } from "../sdk/runtime/registration";
import { construct } from "./construct";
import { nativeRegistration } from "./nativeRegistration";

registerBy(nativeRegistration);

const open = new Map<number, (error: unknown) => void>();
const current = new AsyncLocalStorage<number>();

function answer(message: ConstructAnswer): void {
  if (open.delete(message.id)) parentPort?.postMessage(message);
}

function failed(error: unknown): void {
  const id = current.getStore();
  const own = id === undefined ? undefined : open.get(id);
  // Whose it is may not be known.
  for (const fail of own === undefined ? [...open.values()] : [own]) fail(error);
}

process.on("unhandledRejection", failed);
process.on("uncaughtException", failed);

parentPort?.on("message", ({ id, ...call }: ConstructCall) => {
  const fail = (error: unknown): void => answer({ id, error: textOf(error) });
  open.set(id, fail);
  void current.run(id, () => construct(call).then((response) => answer({ id, response }), fail));
});

/** What is wrong, in one line: an error of gRPC has its words in `details`. */
function textOf(error: unknown): string {
  const { details, message } = error as { readonly details?: string; readonly message?: string };
  return details ?? message ?? String(error);
}
