// One look at many jobs: what is asked, and what is left to a look at a single one.
import { DispersedError } from "../../../../provider/api/errors/errors";
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
const runOf = (job: string, status = "RUNNING"): object => ({
  uuid: runUuid,
  job_uuid: job,
  status,
});

/** What a look at these jobs shows, as `<status> <run's status>`, and the paths that were asked. */
async function look(uuids: readonly string[], ...answers: readonly Answer[]): Promise<unknown> {
  const { api, requests } = createScriptedClient(answers);
  const sights = await observeJobs(api, uuids);
  const seen = [...sights].map(([id, { job, run }]) => [id, job.status, run?.status]);
  return { seen, asked: requests.map(({ pathname }) => pathname) };
}

describe("a look at many jobs", () => {
  test("is one request for the jobs, and one for the runs of those that have any", async () => {
    expect(await look([uuid, otherUuid], list(running, waiting), list(runOf(uuid)))).toEqual({
      seen: [
        [uuid, "RUNNING", "RUNNING"],
        [otherUuid, "PENDING", undefined],
      ],
      asked: ["/v1/jobs", "/v1/job-runs"],
    });
  });

  test("asks for these jobs, and for the runs of those that are past the queue", async () => {
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

  test("leaves out what a service that does not filter shows beside them", async () => {
    const stranger = { uuid: thirdUuid, status: "PENDING" };
    expect(await look([otherUuid], list(stranger, waiting))).toMatchObject({
      seen: [[otherUuid, "PENDING", undefined]],
    });
  });

  test("leaves out a job whose runs were not shown: the page may have been too small", async () => {
    const second = { uuid: thirdUuid, status: "RUNNING" };
    const answers = [list(running, second), list(runOf(thirdUuid))];
    expect(await look([uuid, thirdUuid], ...answers)).toMatchObject({
      seen: [[thirdUuid, "RUNNING", "RUNNING"]],
    });
  });

  test.each([
    ["is not taken", json(422, { message: "no filter" })],
    ["is not allowed", json(403, { message: "no" })],
  ])("shows nothing where the question %s: each is asked for alone", async (_name, answer) => {
    expect(await look([uuid, otherUuid], answer)).toMatchObject({ seen: [] });
  });

  test("fails where the key is refused, as a look at one would", async () => {
    const { api } = createScriptedClient([json(401, { message: "no" })]);
    expect(await rejection(observeJobs(api, [uuid, otherUuid]))).toMatchObject({ status: 401 });
  });

  test("fails where nobody answers, as a look at one would", async () => {
    const { api } = createScriptedClient(Array<Answer>(5).fill(plain(503, "")));
    expect(await rejection(observeJobs(api, [uuid, otherUuid]))).toBeInstanceOf(DispersedError);
  });
});

describe("a look at many jobs without their runs", () => {
  test("is one request", async () => {
    const { api, requests } = createScriptedClient([list(running, waiting)]);
    const jobs = await getJobs(api, [uuid, otherUuid]);
    expect([[...jobs].map(([id, { status }]) => [id, status]), requests.length]).toEqual([
      [
        [uuid, "RUNNING"],
        [otherUuid, "PENDING"],
      ],
      1,
    ]);
  });

  test("shows nothing where the question is not taken", async () => {
    const { api } = createScriptedClient([json(422, { message: "no filter" })]);
    expect((await getJobs(api, [uuid, otherUuid])).size).toBe(0);
  });
});

test("the runs of jobs that all wait for a node are not asked for", async () => {
  const { api, requests } = createScriptedClient([list(waiting)]);
  const { job } = await observeJob(createScriptedClient([json(200, waiting)]).api, otherUuid);
  expect([...(await withRuns(api, [job])).keys(), requests.length]).toEqual([otherUuid, 0]);
});
