// One process of the provider, which may be killed in the middle of what it does.
import { ApiClient } from "../../../provider/api/http/client";
import type { Clock } from "../../../provider/api/clock";
import type { ApiConfig } from "../../../provider/api/config/config";
import type { Entropy } from "../../../provider/api/entropy";
import { DispersedError } from "../../../provider/api/errors/errors";
import type { Transport } from "../../../provider/api/http/transport";
import type { Journal } from "../../../provider/resources/account/journal";
import { definitionOf } from "../../../provider/resources/registry";
import { openJournal } from "../../support/journals";
import { driveDefinition } from "../../support/lifecycle/definitionDriver";
import type { Line, Values } from "../../support/lifecycle/driver";
import type { Operations } from "../../support/lifecycle/engineModel";
import { processEffects } from "../../support/lifecycle/processEffects";
import type { Census } from "./census";
import { type Fate, type Kill, Killed, type Victim } from "./fate";
import type { VirtualTime } from "./virtualTime";

/** One process. */
export interface Process {
  readonly driver: Operations;
  /** Whether it was killed. */
  readonly isKilled: () => boolean;
  /**
   * Ends it: as the engine ends it, unless it is dead already. One that lingers goes on by itself, and
   * is away when its work is done.
   */
  end(): Promise<void>;
}

/** What a process finds on its machine. */
export interface Surroundings {
  readonly config: ApiConfig;
  readonly send: Transport;
  readonly time: VirtualTime;
  readonly clock: Clock;
  readonly entropy: Entropy;
  /** Where the journal is. */
  readonly home: string;
  /** Where its words go. */
  readonly lines: Line[];
  readonly census: Census;
  readonly skewMs: () => number;
}

/** The purchase that a create is for. */
function generationOf({ __context }: Values): string {
  const { id = "" } = __context as { readonly id?: string };
  return id.split(".").at(-1) ?? "";
}

/** Starts a process. */
export function startProcess(
  machine: Surroundings,
  { kill, meanwhile, isIgnoring = false }: Fate,
): Process {
  const { census, time, entropy, home, lines } = machine;
  const config: ApiConfig = isIgnoring ? { ...machine.config, onOrphan: "ignore" } : machine.config;
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
    if (victim === "both") journal.settle(effects.processJobs.purchasesInState());
    if (victim === "engine") {
      engineIsGone.abort(new DispersedError("aborted", "Pulumi's engine is gone."));
    }
    // After a Ctrl-C the engine still writes earlier results.
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
    const [result] = await Promise.allSettled([machine.send({ ...request, signal })]);
    strike("answered", n);
    await unlessDead(undefined);
    if (result.status === "fulfilled") return result.value;
    throw result.reason;
  };
  const clock: Clock = {
    ...machine.clock,
    async sleep(delayMs, signal) {
      await machine.clock.sleep(delayMs, signal);
      await unlessDead(undefined);
    },
  };
  let journal: Journal;
  const key = entropy.nonce();
  census.begin(key, machine.skewMs());
  const self = { key, running: census.running, isEngineGone: () => engineIsGone.signal.aborted };
  const openOwn: Parameters<typeof processEffects>[0]["journal"] = (log) => {
    const opened = openJournal(home, "lives", self, log);
    const heard: Journal = {
      ...opened,
      told(owner, generation) {
        if (!isDead() && !self.isEngineGone()) census.tell(generation);
        opened.told(owner, generation);
      },
    };
    journal = unlessSilenced(heard, isDead);
    return journal;
  };
  const effects = processEffects({
    api: new ApiClient(config, { transport, clock, entropy }),
    clock,
    entropy,
    signal: engineIsGone.signal,
    journal: openOwn,
    lines,
  });
  const definition = definitionOf("Job");
  if (definition === undefined) throw new Error("There is no resource Job.");
  const alive = driveDefinition(definition, () => effects);
  /** One call of the engine; a result after a kill is lost. */
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
      create(inputs) {
        census.ask(key, generationOf(inputs));
        return heard(() => alive.create(inputs));
      },
      read: (id, outputs) => heard(() => alive.read(id, outputs)),
      update: (id, outputs, inputs) => heard(() => alive.update(id, outputs, inputs)),
      delete: (id, outputs) => heard(() => alive.delete(id, outputs)),
    },
    isKilled: () => victim !== undefined,
    async end() {
      if (victim === undefined) {
        journal.settle(effects.processJobs.purchasesInState());
        census.end(key);
        return;
      }
      census.kill(key);
      if (victim === "engine") {
        const isOver = Promise.allSettled(calls).then(() => census.end(key));
        if (kill?.lingers === true) return;
        await isOver;
      }
      // The result of an earlier request is lost.
      await time.quiet();
      sockets.abort();
      await time.quiet();
      census.end(key);
    },
  };
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
    claim: (...args) => (isSilent() ? undefined : journal.claim(...args)),
    post: unless((...args) => journal.post(...args)),
    sentTwice: unless((...args) => journal.sentTwice(...args)),
    name: unless((...args) => journal.name(...args)),
    told: unless((...args) => journal.told(...args)),
    replaced: unless((...args) => journal.replaced(...args)),
    remove: unless((...args) => journal.remove(...args)),
    release: unless((...args) => journal.release(...args)),
  };
}
