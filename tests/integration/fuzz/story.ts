// Runs the steps of a scenario, and checks after each whether a promise was broken.
import { isDeepStrictEqual } from "node:util";

import type { Emulator } from "../../../emulator";
import {
  type Account,
  bills,
  Broken,
  createAccount,
  type Deed,
  hasJob,
  isOf,
  jobsOf,
  type ExistingJob,
  wordsOf,
} from "./account";
import { judgeDestroy, judgeRefresh, judgeUp, mayBuy as mayOrder } from "./judge";
import { mayDeny } from "./faults";
import type { Fate } from "./fate";
import { hidesForLong, isBlinding, knobsAt, listsMarkers } from "./knobs";
import type { Machine } from "./machine";
import { type Advice, adviceIn, questionsIn } from "./person";
import { programOf, titleOf } from "./programs";
import { createQuestions } from "./questions";
import type { Event, Scenario, Mishap, Order, Step } from "./steps";
import type { VirtualTime } from "./virtualTime";
import { createWholeStack, type Ending, type WholeStack } from "./wholeStack";

/** A scenario that is under way. */
export interface Story {
  readonly stack: WholeStack;
  readonly account: Account;
  take(step: Step): Promise<void>;
  /** One operation that nothing befalls. */
  up(orders: readonly Order[], refresh: boolean): Promise<Ending>;
  destroy(): Promise<Ending>;
  /** Everything that a person was shown. */
  readonly spoken: () => string;
  readonly kills: () => number;
  /** How often a person was asked. */
  readonly questions: () => number;
  /** The service has no more faults, except permanent behaviour. */
  rest(): void;
}

/** A create stops because another process seems to buy. */
const BUSY = "is creating the job of this resource and has not finished";
const STATE_DELETE = "remove the resource with `pulumi state delete`";
const calm: Mishap = { faults: [] };
/** After it a request that was sent is on every list. */
const SETTLE_MS = 30_000;

/** Begins with nothing. */
export function beginStory(
  { size, turns }: Scenario,
  emulator: Emulator,
  time: VirtualTime,
  machine: Machine,
): Story {
  const stack = createWholeStack(size, machine);
  const account = createAccount(size);
  const resources = Array.from({ length: size }, (_, index) => index);
  const entries = (): Deed["entriesAfter"] => resources.map((index) => stack.entriesOf(index));
  const forgotten = new Set<string>();
  const kindly = emulator.settings();
  const questions = createQuestions(
    machine,
    (uuid) => account.isTold(uuid) || !listsMarkers(emulator.settings()),
  );
  /** Without journal and markers nothing can be known: a documented limit. */
  const keepsMarkers = turns.every(({ knobs }) => listsMarkers(knobs));
  let advice: ReadonlyMap<number, Advice> = new Map();
  const spoken: string[] = [];
  let kills = 0;

  const happen = async ({ kind, job: turn, ...event }: Event): Promise<void> => {
    const all = jobsOf(emulator).filter(({ uuid }) => !forgotten.has(uuid));
    const pool =
      kind === "end"
        ? all.filter(bills)
        : kind === "loseNode"
          ? all.filter(({ status }) => ["ASSIGNED", "RUNNING"].includes(status))
          : all.filter(({ status }) => ["COMPLETED", "FAILED", "CANCELLED"].includes(status));
    const job = pool[turn % pool.length];
    if (job === undefined) return;
    if (kind === "purge") {
      forgotten.add(job.uuid);
      emulator.forgetJob(job.uuid);
    } else if (kind === "loseNode") await emulator.killNode(job.uuid);
    else if ("status" in event) await emulator.endJob(job.uuid, { status: event.status });
  };

  const operate = async (
    { faults, kill, meanwhile }: Mishap,
    operation: (fate: Fate) => Promise<Ending>,
    mayBuy: Deed["mayBuy"],
    judge: (deed: Deed) => void,
  ): Promise<Ending> => {
    const before = jobsOf(emulator);
    const entriesBefore = entries();
    const wordsBefore = machine.lines.length;
    const startMs = machine.nowMs();
    const hasLingering = machine.census.running().size > 0;
    const earlier = machine.census.asked();
    emulator.addFaults(faults);
    const ending = await time.run(() =>
      operation({
        kill,
        meanwhile: meanwhile && { n: meanwhile.n, happens: () => happen(meanwhile.event) },
      }),
    );
    emulator.liftFaults();
    if (ending.kind === "killed") kills += 1;
    const errors = ending.kind === "failed" ? ending.errors : [];
    const words = wordsOf(machine.lines.slice(wordsBefore), errors);
    spoken.push(words);
    const after = jobsOf(emulator);
    const deed: Deed = {
      ...{ before, after, entriesBefore, entriesAfter: entries(), words, mayBuy },
      mayLeave: mayDeny(faults),
      isHidden: isBlinding(emulator.settings()),
      isUnlisted: hidesForLong(emulator.settings()),
      isEarlier: (generation) => earlier.has(generation),
      isUnheard: (generation) => machine.census.isKilled(generation),
    };
    account.audit(deed);
    questions.note(after, startMs, machine.skewMs());
    if (ending.kind === "ok") judge(deed);
    if (ending.kind === "failed" && !hasLingering && words.includes(BUSY)) {
      throw new Broken("a command waited for a process that is dead");
    }
    return ending;
  };
  const never = (): boolean => false;
  const up = async (
    orders: readonly Order[],
    mayRefresh: boolean,
    mishap: Mishap,
  ): Promise<Ending> => {
    const asked = orders.slice(0, size).map((order, resource) => ({
      ...order,
      replace: order.replace || advice.get(resource)?.replace === true,
    }));
    const advised = [...advice.values()];
    const isRefreshed =
      (mayRefresh && !advised.some((each) => each.calm)) || advised.some(({ refresh }) => refresh);
    const isIgnoring = advised.some(({ ignore }) => ignore) && !isAnybodyUnknown();
    const adopted = await answer(asked);
    const wants = asked.map((order, resource) => ({
      program: programOf(resource, order, adopted.get(resource)),
      options: { replace: order.replace, deleteBeforeReplace: order.deleteBeforeReplace },
    }));
    const entriesBefore = entries();
    const may = asked.map((order, resource) =>
      mayOrder(stack.entriesOf(resource), order, resource),
    );
    // What a refresh finds is another reason.
    const buys = (resource: number): boolean => isRefreshed || may[resource] === true;
    const ending = await operate(
      mishap,
      (fate) => stack.up(wants, { ...fate, isIgnoring }, isRefreshed),
      buys,
      (deed) => judgeUp(deed, asked, account, isRefreshed),
    );
    if (ending.kind === "ok") advice = new Map();
    if (ending.kind === "failed") {
      const said = ending.errors.flatMap(({ message, kept }) => [
        message,
        ...(kept?.reasons ?? []),
      ]);
      advice = adviceIn(said, size, { isRefreshed, adopted });
      questions.judge({
        ...{
          questions: questionsIn(said, size),
          jobs: jobsOf(emulator),
          entriesBefore,
          orders: asked,
          isRefreshed,
        },
      });
    }
    return ending;
  };
  /** Whether the console shows a job alive that the state does not have: it would be ignored too. */
  const isAnybodyUnknown = (): boolean =>
    jobsOf(emulator).some(
      (job) =>
        bills(job) &&
        !entries()
          .flat()
          .some((entry) => hasJob(entry, job)),
    );
  const isAlive = (uuid: unknown): boolean =>
    jobsOf(emulator).some((job) => bills(job) && job.uuid === uuid);
  /**
   * Whether the console shows no live job of a resource: removing a live one from the state would
   * lose it.
   */
  const mayForget = (resource: number): boolean => {
    const uuids = stack.entriesOf(resource).map(({ outputs }) => outputs["uuid"]);
    return uuids.some((uuid) => uuid === undefined || !isAlive(uuid));
  };
  /** Does what the last up asked for, and returns what the resources have to adopt. */
  const answer = async (orders: readonly Order[]): Promise<ReadonlyMap<number, string>> => {
    const adopted = new Map<number, string>();
    for (const [resource, { adopt, refresh, forget, isTried }] of advice) {
      const order = orders[resource];
      if (order === undefined || refresh) continue;
      // The console shows which of the jobs is the resource's, by its title alone.
      const held = entries().flat();
      const isHeld = ({ uuid }: ExistingJob): boolean =>
        held.some(({ outputs, isCondemned }) => outputs["uuid"] === uuid && !isCondemned);
      const free = jobsOf(emulator).filter(
        (each) => isOf(resource, each) && bills(each) && !isHeld(each),
      );
      const job = free.find(({ uuid }) => adopt.includes(uuid));
      const end = ({ uuid }: ExistingJob): Promise<void> =>
        emulator.endJob(uuid, { status: "CANCELLED" });
      if (forget && (job === undefined || isTried) && mayForget(resource)) {
        const waiting = stack.entriesOf(resource).map(({ outputs }) => outputs["uuid"]);
        for (const each of free) if (!waiting.includes(each.uuid)) await end(each);
        stack.forget(resource, isAlive);
      } else if (job?.title === titleOf(resource, order)) adopted.set(resource, job.uuid);
      else if (job !== undefined && order.variant !== "absent") await end(job);
    }
    return adopted;
  };
  const destroy = (mishap: Mishap): Promise<Ending> =>
    operate(mishap, (fate) => stack.destroy(fate), never, judgeDestroy);

  let lagMs = 0;
  let isJournalLost = false;
  const turn = (at: number | "end"): void => {
    const { listLagMs, ...knobs } = knobsAt(kindly, turns, at);
    // What is only said again would count from now.
    const wanted = Object.entries({ ...knobs, listLagMs: Math.max(listLagMs, lagMs) });
    const current = new Map<string, unknown>(Object.entries(emulator.settings()));
    const changed = wanted.filter(([name, value]) => !isDeepStrictEqual(value, current.get(name)));
    emulator.changeSettings(Object.fromEntries(changed));
  };
  let taken = 0;
  const take = async (step: Step): Promise<void> => {
    turn(taken);
    taken += 1;
    switch (step.kind) {
      case "nothing":
        return;
      case "up":
        await up(step.orders, step.refresh, step.mishap);
        return;
      case "refresh":
        await operate(step.mishap, (fate) => stack.refresh(fate), never, judgeRefresh);
        return;
      case "destroy":
        await destroy(step.mishap);
        return;
      case "pass":
        return time.pass(step.ms);
      case "setClock": {
        const isSetForward = step.offsetMs > machine.clockOffsetMs();
        machine.setClock(step.offsetMs);
        // A known limit: what was sent just now then seems to be old (docs/exactly-once.md).
        return isSetForward ? time.pass(SETTLE_MS) : undefined;
      }
      case "lag":
        lagMs = step.ms;
        // As after the loss: a list that lags from now on hides what it may have shown.
        return isJournalLost ? time.pass(step.ms) : undefined;
      case "loseJournal":
        if (!keepsMarkers) return;
        machine.loseJournal();
        isJournalLost = true;
        questions.lose(jobsOf(emulator));
        // A known limit: without a journal, what no list shows yet is not there.
        return time.pass(emulator.settings().listLagMs);
      case "end":
      case "loseNode":
      case "purge":
        return happen(step);
    }
  };
  return {
    stack,
    account,
    take: (step) =>
      take(step).catch((error: unknown) => {
        throw error instanceof Broken ? error : new Error(`in ${step.kind}`, { cause: error });
      }),
    up: (orders, isRefreshed) => up(orders, isRefreshed, calm),
    async destroy() {
      const ending = await destroy(calm);
      if (ending.kind !== "failed") return ending;
      // Where no list ever proves an end, the person looks in the console and removes the records.
      const isAdvised = ending.errors.some(({ message }) => message.includes(STATE_DELETE));
      if (!isAdvised) return ending;
      for (const resource of resources) stack.forget(resource, isAlive);
      return destroy(calm);
    },
    spoken: () => spoken.join("\n"),
    kills: () => kills,
    questions: questions.count,
    rest() {
      lagMs = 0;
      turn("end");
    },
  };
}
