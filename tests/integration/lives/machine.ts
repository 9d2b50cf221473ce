// The person's machine: processes of the provider live on it one after the other, and may be killed.
import { ApiClient } from "../../../provider/api/client";
import { resolveConfig } from "../../../provider/api/config";
import type { Entropy } from "../../../provider/api/entropy";
import { DispersedError } from "../../../provider/api/errors";
import { createTransport, type Transport } from "../../../provider/api/transport";
import { createFileJournal, type Journal } from "../../../provider/resources/journal";
import { definitionOf } from "../../../provider/resources/registry";
import type { Emulator } from "../../../emulator";
import { driveDefinition } from "../lifecycle/definitionDriver";
import type { Line } from "../lifecycle/driver";
import type { Operations } from "../lifecycle/engineModel";
import { processEffects } from "../lifecycle/processEffects";
import { canary } from "./faults";
import type { VirtualTime } from "./virtualTime";

/**
 * Who dies: the engine, whose provider notices and ends what it cannot leave; the provider; or both
 * by a person's second Ctrl-C, which lets the provider write down what the engine was told of.
 */
export type Victim = "engine" | "provider" | "both";

/** When an operation is killed. */
export interface Kill {
  readonly victim: Victim;
  /**
   * `sending`: before the n-th request leaves; `answered`: when its answer has arrived, unread;
   * `done`: when the n-th call of the engine is over, and its result not yet in the state.
   */
  readonly when: "sending" | "answered" | "done";
  readonly n: number;
}

/** Something that happens to the service while an operation runs. */
export interface Meanwhile {
  /** Before which request of the operation. */
  readonly n: number;
  readonly happens: () => Promise<void>;
}

/** What an operation is in for. */
export interface Fate {
  readonly kill?: Kill | undefined;
  readonly meanwhile?: Meanwhile | undefined;
}

/** The end of an operation of which nobody tells the result. */
export class Killed extends Error {}

/** One process. */
export interface Process {
  readonly driver: Operations;
  /** Whether it was killed. */
  readonly isKilled: () => boolean;
  /** Ends it: as the engine ends it, unless it is dead already. */
  end(): Promise<void>;
}

/** Where the processes run. */
export interface Machine {
  start(fate: Fate): Process;
  /** Sets the clock, by so much from what it should be. */
  setClock(offsetMs: number): void;
  readonly clockOffsetMs: () => number;
  /** What all processes said. */
  readonly lines: readonly Line[];
  /** Codes with which the service refused signatures, and how wrong the clock was then. */
  /** Requests that met a fault, as far as it shows. */
  readonly failures: () => number;
  readonly refusals: readonly { readonly code: string; readonly clockOffsetMs: number }[];
}

/** Makes a machine whose journal is in a folder. */
export function createMachine(
  emulator: Emulator,
  time: VirtualTime,
  entropy: Entropy,
  home: string,
): Machine {
  const lines: Line[] = [];
  const refusals: { code: string; clockOffsetMs: number }[] = [];
  const settings = new Map([
    ["dispersed:baseUrl", emulator.url],
    ["dispersed:publicKey", emulator.publicKey],
    ["dispersed:secretKey", emulator.secretKey],
  ]);
  const config = resolveConfig({ get: (key) => settings.get(key), env: {} });
  // The sockets are the machine's: to open new ones for every process costs time and shows nothing.
  const send = createTransport(config.maxConcurrency);
  let offsetMs = 0;
  let failures = 0;

  /** Deadlines by the virtual clock. */
  const timed: Transport = async (request) => {
    const late = new AbortController();
    const forget = time.after(request.timeoutMs, () =>
      late.abort(new DOMException("late", "TimeoutError")),
    );
    const arrived = time.begin();
    try {
      const signals = request.signal === undefined ? [] : [request.signal];
      const signal = AbortSignal.any([late.signal, ...signals]);
      const answer = await send({ ...request, timeoutMs: 60_000, signal });
      const code = answer.status === 401 ? codeOf(answer.body) : undefined;
      if (isFault(answer.body)) failures += 1;
      else if (code !== undefined) refusals.push({ code, clockOffsetMs: offsetMs });
      return answer;
    } catch (error) {
      failures += 1;
      throw error;
    } finally {
      arrived();
      forget();
    }
  };

  const start = ({ kill, meanwhile }: Fate): Process => {
    const engineIsGone = new AbortController();
    const sockets = new AbortController();
    let victim: Victim | undefined;
    let sent = 0;
    let done = 0;
    let noteDeath: (reason: Killed) => void = () => undefined;
    const death = new Promise<never>((_, reject) => (noteDeath = reject));
    death.catch(() => undefined);
    const calls = new Set<Promise<unknown>>();

    const strike = (when: Kill["when"], n: number): void => {
      if (victim !== undefined || kill?.when !== when || kill.n !== n) return;
      ({ victim } = kill);
      if (victim === "both") journal.settle(effects.ownJobs.shown());
      if (victim === "engine") {
        engineIsGone.abort(new DispersedError("aborted", "Pulumi's engine is gone."));
      }
      // After a Ctrl-C the engine still writes down what it was told before.
      if (victim === "both") setImmediate(() => noteDeath(new Killed()));
      else noteDeath(new Killed());
    };
    /** Nothing that a dead process began goes on. */
    const isDead = (): boolean => victim === "provider" || victim === "both";
    const unlessDead = async <T>(value: T): Promise<T> =>
      isDead() ? new Promise<never>(() => undefined) : Promise.resolve(value);

    const transport: Transport = async (request) => {
      sent += 1;
      const n = sent;
      if (meanwhile?.n === n) await meanwhile.happens();
      strike("sending", n);
      await unlessDead(undefined);
      const signals = request.signal === undefined ? [] : [request.signal];
      const signal = AbortSignal.any([sockets.signal, ...signals]);
      const [result] = await Promise.allSettled([timed({ ...request, signal })]);
      strike("answered", n);
      await unlessDead(undefined);
      if (result.status === "fulfilled") return result.value;
      throw result.reason;
    };
    const clock = {
      nowMs: () => time.now() + offsetMs,
      monotonicMs: () => time.now(),
      sleep: async (delayMs: number, signal?: AbortSignal): Promise<void> => {
        await new Promise<void>((resolve, reject) => {
          const onAbort = (): void => {
            forget();
            reject(signal?.reason as Error);
          };
          const forget = time.after(delayMs, () => {
            signal?.removeEventListener("abort", onAbort);
            resolve();
          });
          if (signal?.aborted === true) onAbort();
          else signal?.addEventListener("abort", onAbort, { once: true });
        });
        await unlessDead(undefined);
      },
    };
    let journal: Journal;
    const effects = processEffects({
      api: new ApiClient(config, { transport, clock, entropy }),
      clock,
      entropy,
      signal: engineIsGone.signal,
      journal: (log) => (journal = unlessSilenced(createFileJournal(home, "lives", log), isDead)),
      lines,
    });
    const definition = definitionOf("Job");
    if (definition === undefined) throw new Error("There is no resource Job.");
    const alive = driveDefinition(definition, () => effects);
    /** One call of the engine; what comes after a kill, nobody hears. */
    const heard = async <T>(call: () => Promise<T>): Promise<T> => {
      if (victim !== undefined) throw new Killed();
      const result = call();
      calls.add(result);
      const value = await Promise.race([result, death]);
      done += 1;
      strike("done", done);
      const isLast = kill?.when === "done" && kill.n === done;
      if (isLast && kill.victim !== "both") throw new Killed();
      return value;
    };
    return {
      driver: {
        prepare: alive.prepare,
        diff: alive.diff,
        create: (inputs) => heard(() => alive.create(inputs)),
        read: (id, outputs) => heard(() => alive.read(id, outputs)),
        update: (id, outputs, inputs) => heard(() => alive.update(id, outputs, inputs)),
        delete: (id, outputs) => heard(() => alive.delete(id, outputs)),
      },
      isKilled: () => victim !== undefined,
      async end() {
        if (victim === undefined) {
          journal.settle(effects.ownJobs.shown());
          return;
        }
        if (victim === "engine") await Promise.allSettled(calls);
        // What has left is answered to nobody.
        await time.quiet();
        sockets.abort();
        await time.quiet();
      },
    };
  };
  return {
    start,
    setClock: (byMs) => void (offsetMs = byMs),
    clockOffsetMs: () => offsetMs,
    lines,
    failures: () => failures,
    refusals,
  };
}

/** Whether a fault of ours says so itself. */
function isFault(body: string): boolean {
  return body.includes(`cannot take ${canary}`) || body.startsWith("<html>");
}

/** A journal in which a dead process writes no more. */
function unlessSilenced(journal: Journal, isSilent: () => boolean): Journal {
  const unless =
    <Args extends readonly unknown[]>(write: (...args: Args) => void): ((...args: Args) => void) =>
    (...args) => {
      if (!isSilent()) write(...args);
    };
  return {
    ...journal,
    post: unless((...args) => journal.post(...args)),
    name: unless((...args) => journal.name(...args)),
    answered: unless((...args) => journal.answered(...args)),
    remove: unless((...args) => journal.remove(...args)),
  };
}

/** What the service itself says of a refusal; a fault says nothing. */
function codeOf(body: string): string | undefined {
  try {
    const { error } = JSON.parse(body) as { error?: { code?: string } };
    return error?.code;
  } catch {
    return undefined;
  }
}
