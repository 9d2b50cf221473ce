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
  ["one of two is missing", { need: 2, jobs: "rl", decision: "wait" }],
  ["enough are ready without a grace", { need: 1, jobs: "rl", metForMs: 0, decision: "met" }],
  ["enough are ready since now", { need: 1, jobs: "rl", graceMs: 10, decision: "wait" }],
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
  ["one that is needed has ended", { need: 2, jobs: "rf", decision: "unreachable" }],
  ["too few are ready at the deadline", { need: 2, jobs: "rl", isLast: true, decision: "late" }],
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

  test("the deadline ends every wait", () => {
    fc.assert(
      fc.property(moment, ({ terms, member, metForMs }) => {
        return decideQuorum(terms, member, { metForMs, isLast: true }) !== "wait";
      }),
    );
  });
});
