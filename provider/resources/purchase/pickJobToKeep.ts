import { isEnded } from "../job/status";

/** What the choice depends on. */
export interface Candidate {
  readonly uuid: string;
  readonly status: string;
  readonly createdAt?: string | undefined;
}

const ORDER = ["RUNNING", "PREPARING", "ASSIGNED", "PENDING"];

/** Of several jobs for one purchase, the one to keep: the most advanced, then the oldest. */
export function pickJobToKeep<T extends Candidate>(jobs: readonly T[]): T | undefined {
  return [...jobs].sort(
    (a, b) =>
      rank(a.status) - rank(b.status) ||
      compare(a.createdAt ?? "", b.createdAt ?? "") ||
      compare(a.uuid, b.uuid),
  )[0];
}

function rank(status: string): number {
  if (isEnded(status)) return ORDER.length + 1;
  const place = ORDER.indexOf(status);
  return place === -1 ? ORDER.length : place;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
