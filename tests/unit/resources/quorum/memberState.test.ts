import { DispersedError } from "../../../../provider/api/errors/errors";
import type { Observation } from "../../../../provider/api/polling/observations";
import type { JobSnapshot } from "../../../../provider/resources/job/outputsFromApi";
import {
  memberStateOf,
  unseen,
  type MemberState,
} from "../../../../provider/resources/quorum/memberState";
import { snapshotOf, sshUrl, uuid } from "../../../support/scriptedService";

const memberSnapshot = (status: string, task: string, isPublished = false): JobSnapshot =>
  snapshotOf({ status, task }, { status, nodeUrls: isPublished ? [sshUrl] : [] });
const seen = (snapshot: JobSnapshot): Observation<JobSnapshot> => ({ seen: true, value: snapshot });
const failedLook = (status: number | undefined): Observation<JobSnapshot> => ({
  seen: false,
  error: new DispersedError(status === undefined ? "notSent" : "rejected", "no", { status }),
});
const ready: MemberState = { kind: "ready", snapshot: memberSnapshot("RUNNING", "BATCH") };

describe("a job of a quorum", () => {
  test.each([
    ["PENDING", "BATCH", false, "late"],
    ["RUNNING", "BATCH", false, "ready"],
    ["RUNNING", "PERSISTENT", false, "late"],
    ["RUNNING", "PERSISTENT", true, "ready"],
    ["COMPLETED", "BATCH", false, "ready"],
    ["FAILED", "BATCH", false, "failed"],
    ["CANCELLED", "PERSISTENT", false, "failed"],
    ["PAUSED", "BATCH", false, "late"],
  ])("that is %s, a %s, is as far as its task asks: published %p is %s", (...row) => {
    const [status, task, isPublished, kind] = row;
    const observation = seen(memberSnapshot(status, task, isPublished));
    expect(memberStateOf({ uuid }, undefined, observation, unseen).kind).toBe(kind);
  });

  test.each([
    ["assigned", "ready"],
    ["running", "late"],
  ] as const)("that has a node is, where %s is asked, %s", (stage, kind) => {
    const observation = seen(memberSnapshot("ASSIGNED", "BATCH"));
    expect(memberStateOf({ uuid }, stage, observation, unseen).kind).toBe(kind);
  });

  test("is ready when every port that is expected is published", () => {
    const observation = seen(memberSnapshot("RUNNING", "PERSISTENT", true));
    const kinds = [[22], [22, 8080]].map(
      (ports) => memberStateOf({ uuid, ports }, undefined, observation, unseen).kind,
    );
    expect(kinds).toEqual(["ready", "late"]);
  });

  test.each([unseen, ready])("keeps its state after a read without a response: %#", (before) => {
    expect(memberStateOf({ uuid }, undefined, failedLook(undefined), before)).toBe(before);
  });

  test("without a task is as far as a batch job", () => {
    const observation = seen(snapshotOf({ status: "RUNNING", task: undefined }));
    expect(memberStateOf({ uuid }, undefined, observation, unseen).kind).toBe("ready");
  });

  test.each([undefined, 404])("keeps its state after a read that failed with %p", (status) => {
    expect(memberStateOf({ uuid }, undefined, failedLook(status), ready)).toBe(ready);
  });

  test("does not decide about a key that is refused", () => {
    expect(() => memberStateOf({ uuid }, undefined, failedLook(401), ready)).toThrow("no");
  });
});
