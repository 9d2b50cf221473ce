import fc from "fast-check";

import {
  decideQuorum,
  type QuorumDecision,
  type MemberKind,
} from "../../../../provider/resources/quorum/decideQuorum";

const kinds: Readonly<Record<string, MemberKind>> = { r: "ready", l: "late", f: "failed" };
const jobs = (text: string): MemberKind[] => Array.from(text, (letter) => kinds[letter] ?? "late");

interface Case {
  readonly need: number;
  /** A letter for each job: ready, late, failed. */
  readonly jobs: string;
  readonly graceMs?: number;
  readonly metForMs?: number;
  readonly isLast?: boolean;
  readonly decision: QuorumDecision;
}

test.each<[string, Case]>([
  ["none is needed, and there is none", { need: 0, jobs: "", decision: "met" }],
  ["all are needed, and none is ready", { need: 2, jobs: "ll", decision: "wait" }],
  ["one of two is missing", { need: 2, jobs: "rl", decision: "wait" }],
  ["all are ready", { need: 2, jobs: "rr", metForMs: 0, decision: "met" }],
  ["enough are ready without a grace", { need: 1, jobs: "rl", metForMs: 0, decision: "met" }],
  [
    "enough are ready, and the grace goes on",
    { need: 1, jobs: "rl", graceMs: 10, metForMs: 9, decision: "wait" },
  ],
  [
    "enough are ready, and the grace is over",
    { need: 1, jobs: "rl", graceMs: 10, metForMs: 10, decision: "met" },
  ],
  [
    "enough are ready, and the others have all ended",
    { need: 1, jobs: "rf", graceMs: 10, metForMs: 0, decision: "met" },
  ],
  [
    "enough are ready at the deadline, within the grace",
    { need: 1, jobs: "rl", graceMs: 10, metForMs: 3, isLast: true, decision: "met" },
  ],
  ["one of more than are needed has ended", { need: 2, jobs: "lfl", decision: "wait" }],
  ["too many have ended", { need: 2, jobs: "rff", decision: "unreachable" }],
  ["too many have ended and one is late", { need: 2, jobs: "lff", decision: "unreachable" }],
  ["one that is needed has ended", { need: 2, jobs: "rf", decision: "unreachable" }],
  ["too few are ready at the deadline", { need: 2, jobs: "rl", isLast: true, decision: "late" }],
  [
    "too many have ended at the deadline",
    { need: 2, jobs: "rff", isLast: true, decision: "unreachable" },
  ],
])("%s", (_name, { need, jobs: letters, graceMs = 0, metForMs, isLast = false, decision }) => {
  expect(decideQuorum({ need, graceMs }, jobs(letters), { metForMs, isLast })).toBe(decision);
});

const kind = fc.constantFrom<MemberKind>("ready", "late", "failed");
const moment = fc.record({
  terms: fc.record({ need: fc.nat(6), graceMs: fc.nat(100) }),
  member: fc.array(kind, { maxLength: 6 }),
  metForMs: fc.nat(100),
  isLast: fc.boolean(),
});
const rank: Readonly<Record<QuorumDecision, number>> = { unreachable: 0, late: 1, wait: 2, met: 3 };

describe("for any jobs at any time", () => {
  test("enough ready jobs never make a failure, and too few never a success", () => {
    fc.assert(
      fc.property(moment, ({ terms, member, metForMs, isLast }) => {
        const decision = decideQuorum(terms, member, { metForMs, isLast });
        const isEnough = member.filter((each) => each === "ready").length >= terms.need;
        return isEnough ? ["met", "wait"].includes(decision) : decision !== "met";
      }),
    );
  });

  test("one more ready job never makes it worse", () => {
    fc.assert(
      fc.property(moment, fc.nat(5), ({ terms, member, metForMs, isLast }, index) => {
        const better = member.map((each, at) => (at === index ? "ready" : each));
        const time = { metForMs, isLast };
        const [before, after] = [member, better].map((each) => decideQuorum(terms, each, time));
        return rank[after ?? "late"] >= rank[before ?? "met"];
      }),
    );
  });

  test("the deadline ends every wait", () => {
    fc.assert(
      fc.property(moment, ({ terms, member, metForMs }) => {
        return decideQuorum(terms, member, { metForMs, isLast: true }) !== "wait";
      }),
    );
  });

  test("what is decided stays so while nothing changes but the time", () => {
    fc.assert(
      fc.property(moment, fc.nat(100), ({ terms, member, metForMs, isLast }, laterMs) => {
        const now = decideQuorum(terms, member, { metForMs, isLast });
        const later = decideQuorum(terms, member, { metForMs: metForMs + laterMs, isLast });
        return now === "wait" || later === now;
      }),
    );
  });
});
