// What a user has, and what the state and the terminal say of it: nothing may be lost, doubled or
// bought without a reason.
import type { Emulator, LedgerJob } from "../../../emulator";
import type { Line, OperationFailed } from "../../support/lifecycle/driver";
import type { Entry } from "../../support/lifecycle/engineModel";
import { nameOf } from "./programs";

/** A broken promise. */
export class Broken extends Error {}

/** A job as the account's owner would see it. */
export interface ExistingJob extends Pick<LedgerJob, "uuid" | "status" | "title"> {
  /** The purchase that its marker names. */
  readonly generation: string;
}

/** All jobs, oldest first. */
export function jobsOf(emulator: Emulator): readonly ExistingJob[] {
  return emulator.ledger().jobs.map(({ uuid, status, title, description }) => {
    const [, generation = ""] = /\.([a-z2-7]{10})\.[a-z2-7]{8}\]$/.exec(description ?? "") ?? [];
    return { uuid, status, title, generation };
  });
}

/** Whether a job is billed, and continues to be. */
export const bills = ({ status }: Pick<ExistingJob, "status">): boolean =>
  ["PENDING", "ASSIGNED", "RUNNING"].includes(status);

export const isOf = (resource: number, { title }: Pick<ExistingJob, "title">): boolean =>
  title.startsWith(`${nameOf(resource)} `);

/** Whether the state has a job, or the intent to make it. */
export function hasJob(entry: Entry, { uuid, generation }: ExistingJob): boolean {
  if (entry.isPendingReplacement) return false;
  if (entry.outputs["uuid"] !== undefined) return entry.outputs["uuid"] === uuid;
  return String(entry.outputs["marker"]).includes(`.${generation}.`);
}

/** What a person was shown, in one text. */
export function wordsOf(lines: readonly Line[], errors: readonly OperationFailed[]): string {
  const warnings = lines.flatMap(({ severity, message }) =>
    severity === "warning" ? message : [],
  );
  const failures = errors.flatMap(({ message, kept }) => [message, ...(kept?.reasons ?? [])]);
  return [...warnings, ...failures].join("\n");
}

/** An operation that is over. */
export interface Deed {
  readonly before: readonly ExistingJob[];
  readonly after: readonly ExistingJob[];
  readonly entriesBefore: readonly (readonly Entry[])[];
  readonly entriesAfter: readonly (readonly Entry[])[];
  /** What a person was told. */
  readonly words: string;
  /** Whether it may leave a job behind that the next up takes over. */
  readonly mayLeave: boolean;
  /** Whether a purchase is an earlier operation's: what was on its way then. */
  readonly isEarlier: (generation: string) => boolean;
  /** Whether the result of the process that made a purchase was never received. */
  readonly isUnheard: (generation: string) => boolean;
  /** Whether lists hide a job for longer than it is searched for, or hide its marker. */
  readonly isHidden: boolean;
  /** Whether lists hide a job for longer than it is searched for. */
  readonly isUnlisted: boolean;
  /** Whether the operation may have bought a job for a resource. */
  readonly mayBuy: (resource: number) => boolean;
}

/** What is known of jobs that are not in the state. */
export interface Account {
  /** @throws Broken */
  audit(deed: Deed): void;
  /** Whether an operation that was killed left this job behind. */
  isInterrupted(uuid: string): boolean;
  /**
   * Whether a person was warned about the job: that it could not be cancelled, or that a request
   * was sent twice.
   */
  isTold(uuid: string): boolean;
}

const TWICE = "It is sent once more";

/** Whether a person was warned that a job could not be cancelled. Naming the job is not enough. */
const isGivenUp = (words: string, { uuid }: ExistingJob): boolean =>
  words.split("\n").some((line) => line.includes(`${uuid} could not be cancelled`));

/** The account of a stack with so many resources. */
export function createAccount(size: number): Account {
  const interrupted = new Set<string>();
  const told = new Set<string>();
  const generations = new Map<string, number>();
  let repeats = 0;

  const auditPurchases = ({ before, after, mayBuy, isEarlier, words }: Deed): void => {
    repeats += words.split(TWICE).length - 1;
    const fresh = after.filter(({ uuid }) => !before.some((job) => job.uuid === uuid));
    for (let resource = 0; resource < size; resource += 1) {
      const ofResource = fresh.filter((job) => isOf(resource, job));
      const bought = ofResource.filter(
        ({ generation }) => !generations.has(generation) && !isEarlier(generation),
      );
      const count = new Set(bought.map(({ generation }) => generation)).size;
      if (count > 1) throw new Broken(`${nameOf(resource)} was bought ${count} times at once`);
      if (count > 0 && !mayBuy(resource)) {
        throw new Broken(`${nameOf(resource)} was bought, and nobody asked for it`);
      }
    }
    for (const { generation } of fresh) {
      generations.set(generation, (generations.get(generation) ?? 0) + 1);
    }
    const doubled = [...generations.values()].reduce((sum, count) => sum + count - 1, 0);
    if (doubled > repeats) throw new Broken("a request was sent twice without a word");
  };

  const auditLosses = ({
    mayLeave,
    isUnheard,
    isHidden,
    isUnlisted,
    after,
    entriesAfter,
    words,
  }: Deed): void => {
    const entries = entriesAfter.flat();
    for (const job of after.filter(bills)) {
      // Both requests made a job, which was said, and no list shows both.
      const isSecond = (generations.get(job.generation) ?? 0) > 1;
      if (isHidden && isSecond && words.includes(TWICE)) told.add(job.uuid);
      // A known limit: what a killed run bought, and no list shows for so long, counts as absent.
      if (isUnlisted && isUnheard(job.generation)) told.add(job.uuid);
      if (isGivenUp(words, job)) told.add(job.uuid);
      if (entries.some((entry) => hasJob(entry, job))) continue;
      if (mayLeave || isUnheard(job.generation)) interrupted.add(job.uuid);
      if (interrupted.has(job.uuid) || told.has(job.uuid)) continue;
      throw new Broken(`the job ${job.uuid} (${job.title}) is lost: it bills, and nobody knows`);
    }
  };

  return {
    audit(deed) {
      auditPurchases(deed);
      auditLosses(deed);
    },
    isInterrupted: (uuid) => interrupted.has(uuid),
    isTold: (uuid) => told.has(uuid),
  };
}
