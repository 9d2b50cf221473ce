// What the state holds of a quorum.
import { CONTEXT, contextOf, contextProperty } from "../schema/hiddenContext";
import type { OperationContext, ServiceAccess } from "../contract/effects";
import type { Properties } from "../schema/types";
import { DEFAULT_SSH_USER } from "../job/inputs";
import { readSettings } from "../job/settings";
import { jobOutputsOf } from "../job/outputsFromApi";
import { isEnded } from "../job/status";
import type { QuorumOutputs } from "./outputs";
import { shownStatus } from "./progress";
import type { MemberState, MemberStates } from "./memberState";

/** The complete outputs: the inputs as given, and the states of the jobs. */
export function quorumRecord(
  { api, redact }: ServiceAccess & OperationContext,
  inputs: Properties,
  members: MemberStates,
  isUnmet: boolean,
): Properties {
  const { sshUser = DEFAULT_SSH_USER } = readSettings(inputs);
  const facts = { apiOrigin: api.config.origin, sshUser, redact };
  const sorted = [...members].sort(([a], [b]) => byName(a, b));
  const told = sorted.flatMap(([name, { snapshot }]) =>
    snapshot === undefined ? [] : [{ name, snapshot, ...jobOutputsOf(snapshot, facts) }],
  );
  const named = (wanted: MemberState["kind"]): string[] =>
    sorted.flatMap(([name, { kind }]) => (kind === wanted ? [name] : []));
  const outputs: QuorumOutputs = {
    ready: named("ready"),
    late: named("late"),
    failed: named("failed"),
    statuses: Object.fromEntries(sorted.flatMap(([name, member]) => statusOf(name, member))),
    nodeUrls: entriesOf(told, ({ nodeUrls }) => (nodeUrls.length === 0 ? undefined : nodeUrls)),
    endpoints: entriesOf(told, ({ endpoints }) =>
      Object.keys(endpoints).length === 0 ? undefined : endpoints,
    ),
    ssh: entriesOf(told, ({ ssh }) => ssh),
    hourlyRateUsd: sumUsd(
      told.flatMap(({ snapshot, hourlyRateUsd = 0 }) =>
        isEnded(snapshot.job.status) ? [] : [hourlyRateUsd],
      ),
    ),
    apiOrigin: facts.apiOrigin,
  };
  const context = { ...contextOf(inputs), unready: isUnmet || undefined };
  return { ...inputs, ...outputs, [CONTEXT]: contextProperty(context) };
}

function statusOf(name: string, { kind, snapshot }: MemberState): [string, string][] {
  if (snapshot !== undefined) return [[name, shownStatus(snapshot.job.status)]];
  return kind === "failed" ? [[name, "NOT_FOUND"]] : [];
}

function entriesOf<T extends { readonly name: string }, V>(
  told: readonly T[],
  valueOf: (one: T) => V | undefined,
): Record<string, V> {
  return Object.fromEntries(
    told.flatMap((one) => {
      const value = valueOf(one);
      return value === undefined ? [] : [[one.name, value] as const];
    }),
  );
}

/** Dollars to a millionth: sums of such fractions have tails that mean nothing. */
function sumUsd(ratesUsd: readonly number[]): number {
  return Math.round(ratesUsd.reduce((sum, rate) => sum + rate, 0) * 1e6) / 1e6;
}

/** `worker-2` before `worker-10`. */
function byName(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}
