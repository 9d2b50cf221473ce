// Takes the steps of a life, and looks after each whether a promise was broken.
import type { Emulator } from "../../../emulator";
import { type Account, bills, Broken, createAccount, type Deed, jobsOf, wordsOf } from "./account";
import { judgeDestroy, judgeRefresh, judgeUp, mayBuy as mayOrder } from "./judge";
import { mayDeny } from "./faults";
import type { Fate } from "./fate";
import type { Machine } from "./machine";
import { programOf } from "./programs";
import type { Event, Life, Mishap, Order, Step } from "./steps";
import type { VirtualTime } from "./virtualTime";
import { createWholeStack, type Ending, type WholeStack } from "./wholeStack";

/** A life that is under way. */
export interface Story {
  readonly stack: WholeStack;
  readonly account: Account;
  take(step: Step): Promise<void>;
  /** One operation that nothing befalls. */
  up(orders: readonly Order[], refresh: boolean): Promise<Ending>;
  destroy(): Promise<Ending>;
  /** Everything that a person was told. */
  readonly spoken: () => string;
  readonly kills: () => number;
}

const calm: Mishap = { faults: [] };
/** After it a request that was sent is on every list. */
const SETTLE_MS = 30_000;

/** Begins with nothing. */
export function beginStory(
  { size }: Life,
  emulator: Emulator,
  time: VirtualTime,
  machine: Machine,
): Story {
  const stack = createWholeStack(size, machine);
  const account = createAccount(size);
  const resources = Array.from({ length: size }, (_, index) => index);
  const entries = (): Deed["entriesAfter"] => resources.map((index) => stack.entriesOf(index));
  const forgotten = new Set<string>();
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
      mayLeave: ending.kind === "killed" || mayDeny(faults),
    };
    account.audit(deed);
    if (ending.kind === "ok") judge(deed);
    return ending;
  };
  const never = (): boolean => false;
  const up = (orders: readonly Order[], isRefreshed: boolean, mishap: Mishap): Promise<Ending> => {
    const asked = orders.slice(0, size);
    const wants = asked.map((order, resource) => ({
      program: programOf(resource, order),
      wish: { replace: order.replace, deleteBeforeReplace: order.deleteBeforeReplace },
    }));
    const may = asked.map((order, resource) =>
      mayOrder(stack.entriesOf(resource), order, resource),
    );
    // What a refresh finds is another reason.
    const buys = (resource: number): boolean => isRefreshed || may[resource] === true;
    return operate(
      mishap,
      (fate) => stack.up(wants, fate, isRefreshed),
      buys,
      (deed) => judgeUp(deed, asked, account, isRefreshed),
    );
  };
  const destroy = (mishap: Mishap): Promise<Ending> =>
    operate(mishap, (fate) => stack.destroy(fate), never, judgeDestroy);

  const take = async (step: Step): Promise<void> => {
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
        emulator.changeSettings({ listLagMs: step.ms });
        return;
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
    destroy: () => destroy(calm),
    spoken: () => spoken.join("\n"),
    kills: () => kills,
  };
}
