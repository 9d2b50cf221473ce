// What a quorum does with the answers of a service, without anything of Pulumi in between.
import { openDirectDriver } from "../../support/lifecycle/directDriver";
import { type Driver, type Kept, keptAfter, type Values } from "../../support/lifecycle/driver";
import { recordRequests } from "../../support/lifecycle/recordRequests";
import { statusOf, useRig } from "../../support/lifecycle/rig";
import { until } from "../../support/until";
import { buyMembers, endAll, type Fate, type Members, quorumInputs, member } from "./members";

jest.setTimeout(30_000);

const rig = useRig(openDirectDriver);
let quorum: Driver;

beforeEach(async () => {
  quorum = await rig().openAs({}, { type: "JobQuorum" });
});
afterEach(() => endAll(rig(), "COMPLETED"));

const buy = (...ofEach: readonly Fate[]): Promise<Members> => buyMembers(rig().driver, ofEach);
const impatient = {
  __context: { name: "fleet", id: "aaaaaaaa.bbbbbbbb.cccccccccc", timeouts: { create: "2s" } },
};

describe("a quorum of three of five, of which one fails and one gets no node", () => {
  let created: Kept;
  let requests: readonly string[];
  beforeEach(async () => {
    const jobs = await buy("goesOn", "getsNoNode", "goesOn", "fails", "goesOn");
    const asked = recordRequests(rig().emulator);
    created = await quorum.create(quorumInputs(jobs, { need: 3 }));
    requests = asked();
  });

  test("is met by reading all together, and outputs the state of each job", () => {
    expect(new Set(requests)).toEqual(new Set(["GET /v1/jobs", "GET /v1/job-runs"]));
    expect(member(created)).toEqual({
      ready: ["w-0", "w-2", "w-4"],
      late: ["w-1"],
      failed: ["w-3"],
      statuses: {
        "w-0": "RUNNING",
        "w-1": "PENDING",
        "w-2": "RUNNING",
        "w-3": "FAILED",
        "w-4": "RUNNING",
      },
    });
  });

  test("is no change afterwards, and reads as it was made, in two requests", async () => {
    const { id, outputs } = created;
    const asked = recordRequests(rig().emulator);
    const read = await quorum.read(id, outputs);
    expect([await quorum.diff(id, outputs, read?.inputs ?? {}), read?.outputs, asked()]).toEqual([
      { changed: false, replaces: [] },
      outputs,
      ["GET /v1/jobs", "GET /v1/job-runs"],
    ]);
  });
});

test("a job that is ready within the grace is counted, and the wait is no longer than needed", async () => {
  const jobs = await buy("completes", "completesLate", "fails");
  const startMs = performance.now();
  const settings = { need: 1, grace: "10m", waitFor: "completed" };
  const created = await quorum.create(quorumInputs(jobs, settings));
  // Ten minutes are twelve seconds here.
  expect(performance.now() - startMs).toBeLessThan(6_000);
  expect(member(created)).toMatchObject({ ready: ["w-0", "w-1"], failed: ["w-2"] });
});

test("a job that was there and ended since is not counted", async () => {
  const jobs = await buy("goesOn", "getsNoNode");
  const creating = keptAfter(quorum.create(quorumInputs(jobs)));
  await until(() => quorum.words().some(({ message }) => message.includes("1 of 2 up")));
  await rig().emulator.endJob(jobs["w-0"]?.uuid ?? "", { status: "FAILED" });
  expect(member(await creating)).toMatchObject({ ready: [], late: ["w-1"], failed: ["w-0"] });
});

describe("a quorum that cannot be met any more", () => {
  let jobs: Members;
  let kept: Kept & { readonly reasons: readonly string[] };
  beforeEach(async () => {
    jobs = await buy("goesOn", "fails", "getsNoNode", "fails");
    kept = await keptAfter(quorum.create(quorumInputs(jobs, { need: 3 })));
  });

  test("fails at once, names those that ended, keeps what it saw and cancels no job", () => {
    const ended = `w-1 (${jobs["w-1"]?.uuid}) FAILED, w-3 (${jobs["w-3"]?.uuid}) FAILED`;
    expect(kept.reasons).toEqual([expect.stringContaining(ended)]);
    expect([kept.id, member(kept)]).toMatchObject([
      "quorum-cccccccccc",
      { ready: ["w-0"], late: ["w-2"], failed: ["w-1", "w-3"] },
    ]);
    const alive = [jobs["w-0"], jobs["w-2"]].map((job) => statusOf(rig(), job?.uuid ?? ""));
    expect(alive).toEqual(["RUNNING", "PENDING"]);
  });
});

describe("a quorum that is not met in time", () => {
  let jobs: Members;
  let kept: Kept & { readonly reasons: readonly string[] };
  beforeEach(async () => {
    jobs = await buy("goesOn", "getsNoNode");
    kept = await keptAfter(quorum.create(quorumInputs(jobs, impatient)));
  });

  test("fails with what is missing, and is a change, also after a refresh, until it is met", async () => {
    const missing = `Not there yet: w-1 (${jobs["w-1"]?.uuid}) PENDING`;
    expect(kept.reasons).toEqual([expect.stringContaining(missing)]);
    const { id, outputs } = kept;
    const read = await quorum.read(id, outputs);
    await rig().emulator.endJob(jobs["w-1"]?.uuid ?? "", { status: "COMPLETED" });
    const met = await quorum.update(id, outputs, quorumInputs(jobs));
    const changed = async (olds: Values): Promise<boolean> =>
      (await quorum.diff(id, olds, quorumInputs(jobs))).changed;
    expect([
      await changed(outputs),
      await changed(read?.outputs ?? {}),
      await changed(met),
    ]).toEqual([true, true, false]);
  });
});

test("a job that the service does not know is called so after a minute", async () => {
  const jobs = await buy("goesOn", "goesOn");
  rig().emulator.forgetJob(jobs["w-1"]?.uuid ?? "", { force: true });
  const kept = await keptAfter(quorum.create(quorumInputs(jobs)));
  expect([kept.outputs["statuses"], kept.reasons[0]]).toEqual([
    { "w-0": "RUNNING", "w-1": "NOT_FOUND" },
    expect.stringContaining("w-1, which the service does not know"),
  ]);
});

test("a quorum of twenty that waits asks about all of them in a request, and no more often than for a few", async () => {
  const jobs = await buy(...Array.from({ length: 20 }, () => "getsNoNode" as const));
  const inputs = quorumInputs(jobs, {
    __context: { ...impatient.__context, timeouts: { create: "2m" } },
  });
  const asked = recordRequests(rig().emulator);
  await keptAfter(quorum.create(inputs));
  const requests = asked();
  expect(new Set(requests)).toEqual(new Set(["GET /v1/jobs"]));
  // Alone, each would look some forty times: 800 requests.
  expect(requests.length).toBeLessThan(80);
});
