import { setMaxListeners } from "node:events";

/** A signal, and how to let go of what it listens to. */
export interface EitherSignal {
  readonly signal: AbortSignal;
  readonly forget: () => void;
}

/**
 * Aborts as soon as one of these does. Unlike `AbortSignal.any` it leaves nothing on them once it is
 * forgotten: one of them may live as long as the process, and have a request a second.
 */
export function eitherSignal(signals: readonly AbortSignal[]): EitherSignal {
  const controller = new AbortController();
  const letGo = signals.map((signal) => {
    const onAbort = (): void => controller.abort(signal.reason);
    if (signal.aborted) onAbort();
    // As many may listen as there are requests at once.
    setMaxListeners(0, signal);
    signal.addEventListener("abort", onAbort, { once: true });
    return () => signal.removeEventListener("abort", onAbort);
  });
  return { signal: controller.signal, forget: () => letGo.forEach((leave) => leave()) };
}
