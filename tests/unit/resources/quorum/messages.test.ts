import { createProcessJobs } from "../../../../provider/resources/account/processJobs";
import { registerJobSecrets } from "../../../../provider/resources/lifecycle/state";
import type { ResourceEffects } from "../../../../provider/resources/contract/effects";
import { quorumProgress } from "../../../../provider/resources/quorum/progress";
import { quorumError } from "../../../../provider/resources/quorum/messages";
import type { MemberState } from "../../../../provider/resources/quorum/memberState";
import type { QuorumWait } from "../../../../provider/resources/quorum/waitForQuorum";
import { uuid } from "../../../support/scriptedService";

const member = (kind: MemberState["kind"], status: string, statusReason?: string): MemberState => ({
  kind,
  snapshot: { job: { uuid, status, statusReason }, run: undefined },
});

const processJobs = createProcessJobs();
const effects = { processJobs, redact: (text: string) => text } as unknown as ResourceEffects;
const jobs = { "w-0": { uuid } };
const goal = { need: 1, graceMs: 0, waitFor: "running" } as const;

const words = (one: MemberState, decision: "unreachable" | "late" = "unreachable"): string => {
  const wait: QuorumWait = { members: new Map([["w-0", one]]), limitMs: 60_000, decision };
  return quorumError(effects, jobs, goal, wait)?.message ?? "";
};

test("the reason of a job whose secrets this process does not know is left out", () => {
  expect(words(member("failed", "FAILED", "pull of user:hunter22@registry failed"))).toContain(
    `w-0 (${uuid}) FAILED. `,
  );
});

describe("of a job whose secrets this process knows", () => {
  beforeAll(() =>
    registerJobSecrets(processJobs, uuid, { container: { env: { TOKEN: "hunter22" } } }),
  );

  test("the reason is told without the job's secrets", () => {
    expect(words(member("failed", "FAILED", "login with hunter22 failed"))).toContain(
      `w-0 (${uuid}) FAILED (login with [secret] failed).`,
    );
  });
});

test("a deadline is explained with what is missing, how long it was, and what to do", () => {
  expect(words(member("late", "PENDING"), "late")).toBe(
    `Timed out after 1m: 0 of the 1 jobs that are needed are running. Not there yet: w-0 (${uuid}) ` +
      "PENDING. Jobs that are alive may still be billed. Run `pulumi up` to keep waiting or `pulumi " +
      "destroy` to cancel them.",
  );
});

test("a line of progress names no more than six", () => {
  const members = new Map(
    Array.from({ length: 9 }, (_, index) => [`w-${index}`, member("late", "PENDING")] as const),
  );
  expect(quorumProgress(goal, members)).toMatch(/w-5 PENDING, and 3 more$/);
});
