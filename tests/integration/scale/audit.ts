// What the account has to say in the end: who was bought, for whom, and how hard it was asked.
import type { Emulator, RequestEntry } from "../../../emulator";
import { mostWithin } from "../../../bench/measure/mostWithin";

/** Requests of a stretch of time, counted. */
export interface Audit {
  readonly requests: number;
  /** Most that were let through within one second. */
  readonly peakPerSecond: number;
  readonly throttled: number;
  /** Answered with an error, or not at all. */
  readonly failed: number;
  /** Lists all jobs of the account, each of as many pages as there are jobs for. */
  readonly listings: number;
  /** What the listings asked for. */
  readonly pages: number;
}

/** Begins to count; the returned function tells. `secondMs`: how long a second of the client takes. */
export function auditOf(emulator: Emulator, secondMs = 1_000): () => Audit {
  const before = emulator.ledger().requests;
  return () => {
    const count = emulator.ledger().requests - before;
    const logged = emulator.requests();
    const entries = logged.slice(logged.length - count);
    if (logged.length < count) throw new Error("The log has dropped some of the requests.");
    const passed = entries.filter(({ status }) => status !== 429).map(({ at }) => at);
    return {
      requests: count,
      peakPerSecond: mostWithin(passed, secondMs),
      throttled: entries.filter(({ status }) => status === 429).length,
      failed: entries.filter(({ status }) => status !== 429 && !(status !== null && status < 400))
        .length,
      listings: entries.filter((entry) => pageOf(entry) === 1).length,
      pages: entries.filter((entry) => pageOf(entry) !== undefined).length,
    };
  };
}

/** Which page of all jobs a request asks for. */
function pageOf({ method, path, query }: RequestEntry): number | undefined {
  const asked = new URLSearchParams(query);
  const isOfAll = ![...asked.keys()].some((name) => name.startsWith("filter"));
  return method === "GET" && path === "/v1/jobs" && isOfAll ? Number(asked.get("page")) : undefined;
}

/** Who owns what: live jobs by the owner in their marker, and all markers ever. */
export function ownersOf(emulator: Emulator): {
  readonly alive: readonly string[];
  /** Owners with more than one live job. */
  readonly doubled: readonly string[];
  readonly unmarked: number;
  readonly purchases: number;
} {
  const ended = ["COMPLETED", "FAILED", "CANCELLED"];
  const { jobs } = emulator.ledger();
  const marked = jobs.map(({ uuid, status, description }) => ({
    uuid,
    isAlive: !ended.includes(status),
    owner: /\[pulumi:([^.]+\.[^.]+)\.[^\]]+\]$/.exec(description ?? "")?.[1],
  }));
  const alive = marked.filter(({ isAlive }) => isAlive);
  const owners = alive.map(({ owner }) => owner);
  return {
    alive: alive.map(({ uuid }) => uuid).sort(),
    doubled: [...new Set(owners)].flatMap((owner) =>
      owner !== undefined && owners.filter((each) => each === owner).length > 1 ? [owner] : [],
    ),
    unmarked: marked.filter(({ owner }) => owner === undefined).length,
    purchases: jobs.length,
  };
}
