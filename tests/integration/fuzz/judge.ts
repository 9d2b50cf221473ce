// Whether an operation that said it went well did.
import type { Entry } from "../../support/lifecycle/engineModel";
import { type Account, bills, Broken, type Deed, hasJob, isOf, type ExistingJob } from "./account";
import { UNKNOWN_STATUS } from "./knobs";
import { nameOf, tasks, titleOf } from "./programs";
import type { Order } from "./steps";

/** An up that said ok: the state has exactly what the program asks for, and it was seen. */
export function judgeUp(
  { before, after, entriesBefore, entriesAfter }: Deed,
  orders: readonly Order[],
  account: Account,
  isRefreshed: boolean,
): void {
  orders.forEach((order, resource) => {
    const name = nameOf(resource);
    const entries = entriesAfter[resource] ?? [];
    if (order.variant === "absent") {
      requireNone(name, entries, entriesBefore[resource] ?? [], after);
      return;
    }
    const [entry, ...others] = entries;
    if (entry === undefined || others.length > 0 || entry.isCondemned) {
      throw new Broken(`up went well, and the state has ${entries.length} entries of ${name}`);
    }
    const job = after.find((each) => hasJob(entry, each));
    if (job === undefined) throw new Broken(`up went well, and ${name} has no job`);
    if (job.title !== titleOf(resource, order)) {
      throw new Broken(`up went well, and ${name} is ${job.title}`);
    }
    const isNew = !(entriesBefore[resource] ?? []).some((old) => hasJob(old, job));
    const wasBought = isNew && !before.some(({ uuid }) => uuid === job.uuid);
    requireSeen(name, entry, isNew ? [] : (entriesBefore[resource] ?? []), order, isRefreshed);
    const live = after.filter(
      (each) => isOf(resource, each) && bills(each) && !account.isTold(each.uuid),
    );
    if (wasBought && live.length > 1) {
      throw new Broken(`up bought ${name} beside ${live.length - 1} live jobs of it`);
    }
  });
}

/** Success is never reported without having been seen; an end that was news before may stay. */
function requireSeen(
  name: string,
  entry: Entry,
  before: readonly Entry[],
  { variant }: Order,
  isRefreshed: boolean,
): void {
  const status = String(entry.outputs["status"]);
  if (entry.initErrors.length > 0) throw new Broken(`up went well in spite of errors of ${name}`);
  if (status === "COMPLETED" || (variant !== "stuck" && status === "RUNNING")) return;
  const wasAlreadyKnown = before.some(({ outputs }) => isRefreshed || outputs["status"] === status);
  if (!(wasAlreadyKnown && ["CANCELLED", "FAILED"].includes(status))) {
    throw new Broken(`up went well, and ${name} is ${status}`);
  }
}

function requireNone(
  name: string,
  entries: readonly Entry[],
  before: readonly Entry[],
  after: readonly ExistingJob[],
): void {
  if (entries.length > 0) throw new Broken(`${name} was deleted, and is in the state`);
  const alive = after.find((job) => bills(job) && before.some((entry) => hasJob(entry, job)));
  if (alive !== undefined) throw new Broken(`${name} was deleted, and ${alive.uuid} bills`);
}

/** A destroy that said ok: the state is empty, and its jobs are no longer billed. */
export function judgeDestroy({ after, entriesBefore, entriesAfter }: Deed): void {
  entriesAfter.forEach((entries, resource) =>
    requireNone(nameOf(resource), entries, entriesBefore[resource] ?? [], after),
  );
}

/** A refresh that said ok: what left the state is over, and what stayed is as the service has it. */
export function judgeRefresh({ before, after, entriesBefore, entriesAfter }: Deed): void {
  entriesBefore.forEach((entries, resource) => {
    for (const job of after.filter((each) => entries.some((entry) => hasJob(entry, each)))) {
      const now = entriesAfter[resource]?.find((entry) => hasJob(entry, job));
      const was = before.find(({ uuid }) => uuid === job.uuid);
      if (now === undefined) {
        if (bills(job)) throw new Broken(`a refresh dropped ${job.uuid}, which bills`);
        continue;
      }
      // While others were read, a job may have gone on.
      const { status, outcome } = now.outputs;
      // A batch job that the service forgot may have ended well: what was seen last is kept.
      if (outcome === "lost" && !bills(job)) continue;
      const isShown = status === was?.status || status === job.status || status === UNKNOWN_STATUS;
      const isTrue = isShown || bills(job);
      const isEnded = ["COMPLETED", "FAILED", "CANCELLED"].includes(String(status));
      if (!isTrue || (isEnded && bills(job))) {
        throw new Broken(`a refresh says ${String(status)} of a job that is ${job.status}`);
      }
    }
  });
}

/**
 * Whether a program may buy a job, by the state alone: there is none, another is asked for, or the
 * one that is known has ended in a way that is answered with a new one.
 */
export function mayBuy(entries: readonly Entry[], order: Order, resource: number): boolean {
  if (order.variant === "absent") return false;
  const entry = entries.find(({ isCondemned }) => !isCondemned);
  if (entry === undefined || entry.isPendingReplacement || order.replace) return true;
  const { title, status, outcome } = entry.outputs;
  if (title !== titleOf(resource, order) || outcome === "lost") return true;
  const endings =
    tasks[resource] === "PERSISTENT" ? ["COMPLETED", "FAILED", "CANCELLED"] : ["FAILED"];
  return [...endings, "NOT_CREATED"].includes(String(status));
}
