// One request for many jobs: what is read, and what is left to a request for one.
import {
  getJobs,
  observeJob,
  observeJobs,
  withRuns,
} from "../../../../provider/resources/account/fetchJobs";
import { createScriptedClient, json, plain, rejection, type Answer } from "../../../support/fakes";
import { otherUuid, runUuid, uuid } from "../../../support/scriptedService";

const thirdUuid = "33333333-5717-4562-b3fc-2c963f66afa6";
const list = (...jobs: readonly object[]): Answer => json(200, { data: jobs, total: jobs.length });
const running = { uuid, status: "RUNNING" };
const waiting = { uuid: otherUuid, status: "PENDING" };
const runOf = (job: string): object => ({ uuid: runUuid, job_uuid: job, status: "RUNNING" });

/** The jobs that are read, as `<status> <run's status>`, and the paths of the requests. */
async function look(uuids: readonly string[], ...answers: readonly Answer[]): Promise<unknown> {
  const { api, requests } = createScriptedClient(answers);
  const snapshots = await observeJobs(api, uuids);
  const seen = [...snapshots].map(([id, { job, run }]) => [id, job.status, run?.status]);
  return { seen, asked: requests.map(({ pathname }) => pathname) };
}

describe("a read of many jobs", () => {
  test("is one request for the jobs, and one for the runs of those past the queue", async () => {
    expect(await look([uuid, otherUuid], list(running, waiting), list(runOf(uuid)))).toEqual({
      seen: [
        [uuid, "RUNNING", "RUNNING"],
        [otherUuid, "PENDING", undefined],
      ],
      asked: ["/v1/jobs", "/v1/job-runs"],
    });
    const { api, requests } = createScriptedClient([list(running, waiting), list(runOf(uuid))]);
    await observeJobs(api, [uuid, otherUuid]);
    expect(requests.map(({ query }) => query)).toEqual([
      `filter%5Buuid%5D=${uuid}%2C${otherUuid}&limit=50&page=1&sort=-created_at`,
      `filter%5Bjob_uuid%5D=${uuid}&limit=50&sort=-created_at`,
    ]);
  });

  test("asks for no runs where all wait for a node", async () => {
    expect(await look([otherUuid], list(waiting))).toEqual({
      seen: [[otherUuid, "PENDING", undefined]],
      asked: ["/v1/jobs"],
    });
  });

  test("leaves out jobs that a service without filters returns beside them", async () => {
    const stranger = { uuid: thirdUuid, status: "PENDING" };
    expect(await look([otherUuid], list(stranger, waiting))).toMatchObject({
      seen: [[otherUuid, "PENDING", undefined]],
    });
  });

  test("leaves out a job whose runs were not listed: the page may have been too small", async () => {
    const second = { uuid: thirdUuid, status: "RUNNING" };
    const answers = [list(running, second), list(runOf(thirdUuid))];
    expect(await look([uuid, thirdUuid], ...answers)).toMatchObject({
      seen: [[thirdUuid, "RUNNING", "RUNNING"]],
    });
  });

  test.each([
    ["is not taken", json(422, { message: "no filter" })],
    ["is not allowed", json(403, { message: "no" })],
  ])("is empty where the request %s: each is read alone", async (_name, answer) => {
    expect(await look([uuid, otherUuid], answer)).toMatchObject({ seen: [] });
  });

  test.each<{ name: string; answers: Answer[]; error: object }>([
    { name: "the key is refused", error: { status: 401 }, answers: [json(401, { message: "no" })] },
    {
      name: "the service is down",
      error: { name: "DispersedError" },
      answers: Array<Answer>(5).fill(plain(503, "")),
    },
  ])("fails where $name, as a read of one does", async ({ answers, error }) => {
    const { api } = createScriptedClient(answers);
    expect(await rejection(observeJobs(api, [uuid, otherUuid]))).toMatchObject(error);
  });
});

test("a read of many jobs without their runs is one request, and empty where it is refused", async () => {
  const { api, requests } = createScriptedClient([list(running, waiting)]);
  const jobs = await getJobs(api, [uuid, otherUuid]);
  expect([...jobs].map(([id, { status }]) => [id, status])).toEqual([
    [uuid, "RUNNING"],
    [otherUuid, "PENDING"],
  ]);
  expect(requests).toHaveLength(1);
  const refusing = createScriptedClient([json(422, { message: "no filter" })]);
  expect((await getJobs(refusing.api, [uuid, otherUuid])).size).toBe(0);
});

test("the runs of jobs that all wait for a node are not requested", async () => {
  const { api, requests } = createScriptedClient([list(waiting)]);
  const { job } = await observeJob(createScriptedClient([json(200, waiting)]).api, otherUuid);
  expect([...(await withRuns(api, [job])).keys(), requests.length]).toEqual([otherUuid, 0]);
});
