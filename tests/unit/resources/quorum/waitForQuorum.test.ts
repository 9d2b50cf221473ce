import { createPoller } from "../../../../provider/api/poller";
import type { ResourceEffects } from "../../../../provider/resources/definition";
import type { DetailedSight } from "../../../../provider/resources/observe";
import {
  waitForQuorum,
  type QuorumWait,
} from "../../../../provider/resources/quorum/waitForQuorum";
import { createFakeClock, createFakeEntropy } from "../../fakes";

/** The status of each job by its uuid, at the time of a look in milliseconds. */
type Statuses = (uuid: string, nowMs: number) => string;

const MINUTE_MS = 60_000;

/** What is seen of jobs with these statuses, `count` of them. */
async function wait(
  statuses: Statuses,
  count: number,
  goal: { need: number; graceMs?: number },
  /** What a look at several jobs waits for, before it is answered. */
  answered: (uuids: readonly string[]) => Promise<unknown> = () => Promise.resolve(),
): Promise<{ readonly decision: QuorumWait["decision"]; kinds: string; elapsedMs: number }> {
  const clock = createFakeClock();
  const sight = (uuid: string): DetailedSight =>
    ({
      job: { uuid, status: statuses(uuid, clock.monotonicMs()), task: "BATCH" },
    }) as DetailedSight;
  const jobs = createPoller<DetailedSight>({
    clock,
    entropy: createFakeEntropy(),
    observe: (uuid) => Promise.resolve(sight(uuid)),
    observeMany: async (uuids) => {
      await answered(uuids);
      return new Map(uuids.map((uuid) => [uuid, sight(uuid)]));
    },
  });
  const log = { status: () => undefined };
  const signal = new AbortController().signal;
  const effects = { clock, jobs, log, signal } as unknown as ResourceEffects;
  const members = Array.from({ length: count }, (_, index) => [`w-${index}`, { uuid: `${index}` }]);
  const { decision, standings } = await waitForQuorum(
    effects,
    Object.fromEntries(members) as Record<string, { uuid: string }>,
    { graceMs: 0, waitFor: "running", ...goal },
    10 * MINUTE_MS,
  );
  const kinds = [...standings.values()].map(({ kind }) => kind.slice(0, 1)).join("");
  return { decision, kinds, elapsedMs: clock.monotonicMs() };
}

test("all that one look has seen counts, not just as many as are needed", async () => {
  expect(await wait(() => "RUNNING", 3, { need: 1 })).toMatchObject({
    decision: "met",
    kinds: "rrr",
  });
});

test("nobody is called late who was not looked at", async () => {
  // More than fit into one look; the second is slower.
  const slowly = async (uuids: readonly string[]): Promise<void> => {
    for (let turn = 0; turn < 20 && !uuids.includes("0"); turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const { decision, kinds } = await wait(() => "RUNNING", 60, { need: 1 }, slowly);
  expect([decision, kinds]).toEqual(["met", "r".repeat(60)]);
});

test("the others have their grace from when so many were there, to the millisecond", async () => {
  let foundMs: number | undefined;
  const statuses: Statuses = (uuid, nowMs) => {
    if (uuid !== "0" || nowMs < MINUTE_MS) return "PENDING";
    foundMs ??= nowMs;
    return "RUNNING";
  };
  const graceMs = 50;
  const { decision, kinds, elapsedMs } = await wait(statuses, 2, { need: 1, graceMs });
  expect([decision, kinds, elapsedMs]).toEqual(["met", "rl", (foundMs ?? 0) + graceMs]);
});

test("who comes at the very end of the grace is counted", async () => {
  const cameMs = { "0": 0, "1": MINUTE_MS } as Readonly<Record<string, number>>;
  const statuses: Statuses = (uuid, nowMs) =>
    nowMs >= (cameMs[uuid] ?? 0) ? "RUNNING" : "PENDING";
  const { kinds, elapsedMs } = await wait(statuses, 2, { need: 1, graceMs: MINUTE_MS });
  expect([kinds, elapsedMs]).toEqual(["rr", MINUTE_MS]);
});

test("a grace begins anew when one that was there is lost", async () => {
  // There for ten seconds, and again from the third minute on.
  const statuses: Statuses = (uuid, nowMs) =>
    uuid === "0" && (nowMs < 10_000 || nowMs >= 3 * MINUTE_MS) ? "RUNNING" : "PENDING";
  const { decision, elapsedMs } = await wait(statuses, 2, { need: 1, graceMs: MINUTE_MS });
  expect([decision, elapsedMs >= 4 * MINUTE_MS]).toEqual(["met", true]);
});

test("a grace does not outlast the deadline", async () => {
  const statuses: Statuses = (uuid) => (uuid === "0" ? "RUNNING" : "PENDING");
  const { decision, elapsedMs } = await wait(statuses, 2, { need: 1, graceMs: 60 * MINUTE_MS });
  expect([decision, elapsedMs]).toEqual(["met", 10 * MINUTE_MS]);
});
