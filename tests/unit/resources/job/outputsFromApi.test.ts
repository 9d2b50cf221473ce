import type { JobRun, NodeUrl } from "../../../../provider/api/endpoints/jobRuns";
import type { Job } from "../../../../provider/api/endpoints/jobs";
import { createRedactor } from "../../../../provider/api/errors/redact";
import { encodeObject } from "../../../../provider/host/propertyValues";
import {
  currentRun,
  jobOutputsOf,
  type StateFacts,
} from "../../../../provider/resources/job/outputsFromApi";
import { bareRun, sshUrl, uuid } from "../../../support/scriptedService";

const job: Job = { uuid, status: "RUNNING", title: "box" };

const facts: StateFacts = {
  apiOrigin: "https://api.example.com",
  sshUser: "duser",
  redact: createRedactor(["hunter22"]),
};

const web: NodeUrl = {
  description: "8080",
  hostname: "n1.example.com",
  port: 40_080,
  protocol: "tcp",
  tls: false,
};

const outputs = (
  jobFields: Partial<Job>,
  runFields: Partial<JobRun> = {},
): ReturnType<typeof jobOutputsOf> =>
  jobOutputsOf({ job: { ...job, ...jobFields }, run: { ...bareRun, ...runFields } }, facts);
describe("currentRun", () => {
  test.each([
    ["the newest running one", ["FAILED", "RUNNING", "RUNNING"], 1],
    ["a running one before a newer one that waits", ["PENDING", "RUNNING"], 1],
    ["one that is alive before a newer one that ended", ["FAILED", "PREPARING"], 1],
    ["one of an unknown status before one that ended", ["FAILED", "PAUSED"], 1],
  ])("is %s", (_name, statuses, expected) => {
    const list = statuses.map((status, index) => ({ ...bareRun, status, uuid: String(index) }));
    expect(currentRun(list)?.uuid).toBe(String(expected));
  });
});

describe("the outputs", () => {
  test("leave out what is not known", () => {
    expect(encodeObject(jobOutputsOf({ job, run: undefined }, facts))).toEqual({
      uuid,
      status: "RUNNING",
      outcome: "active",
      nodeUrls: [],
      endpoints: {},
      apiOrigin: "https://api.example.com",
    });
  });

  test("name no address of a job that has ended", () => {
    const { nodeUrls, endpoints, ssh } = outputs({ status: "FAILED" }, { nodeUrls: [sshUrl, web] });
    expect({ nodeUrls, endpoints, ssh }).toEqual({ nodeUrls: [], endpoints: {}, ssh: undefined });
  });

  test("have a clean status and reason", () => {
    const { status, statusReason } = outputs({
      status: "PAU\u001bSED",
      statusReason: "<{%fg 1%}>\r\nno hunter22",
    });
    expect([status, statusReason]).toEqual(["PAU SED", "<{ %fg 1%}> no [secret]"]);
  });

  test("have the status as it is, also when a variable has the same value", () => {
    const redact = createRedactor(["RUNNING"]);
    expect(jobOutputsOf({ job, run: undefined }, { ...facts, redact }).status).toBe("RUNNING");
  });
});
