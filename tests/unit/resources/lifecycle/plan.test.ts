// What a preview of an update tells those who depend on the job: what is certain, and nothing else.
import type { Properties } from "../../../../provider/resources/schema/types";
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import { planJobUpdate } from "../../../../provider/resources/lifecycle/plan";
import { jobOutputs } from "../../../../provider/resources/job/outputs";
import { UNKNOWN } from "../../../../provider/resources/schema/unknown";
import { START_OF_TIME } from "../../../support/fakes";
import {
  createService,
  job,
  liveRun,
  marker,
  outputsOf,
  uuid,
} from "../../../support/scriptedService";

const inputs = { task: "PERSISTENT", container: { image: "ubuntu" }, __context: { name: "box" } };
const lasting = { createdAt: "2024-02-02T19:00:00Z", marker };

/** The outputs of a box as an update leaves them while the service says the same. */
async function stateOf(more: Properties = {}): Promise<Properties> {
  return update(outputsOf("RUNNING", { ...lasting, ...more }), { ...inputs, ...more });
}

async function update(outputs: Properties, news: Properties): Promise<Properties> {
  const fields = { created_at: lasting.createdAt };
  const { effects } = createService({ get: [job("RUNNING", fields)], runs: [liveRun] });
  return jobDefinition.update(effects, uuid, outputs, news);
}

/** The outputs that are not inputs; what is absent is left out. */
function factsIn(outputs: Properties): Properties {
  const names = Object.keys(jobOutputs.shape);
  return Object.fromEntries(
    names.flatMap((name) => (outputs[name] === undefined ? [] : [[name, outputs[name]]])),
  );
}

const plan = (outputs: Properties, more: Properties = {}): Properties =>
  factsIn(planJobUpdate(outputs, { ...inputs, ...more }, START_OF_TIME));

describe("an update of a live job that is as far as it should be", () => {
  test.each<[string, Properties, Properties]>([
    ["another user for SSH", {}, { sshUser: "root" }],
    ["a wait for less", {}, { waitFor: "running" }],
    ["a price cap that it keeps", {}, { maxHourlyUsd: 2 }],
    ["a longer life", { expiresAfter: "8h" }, { expiresAfter: "12h" }],
    ["the same life", { expiresAfter: "8h" }, { expiresAfter: "8h", sshUser: "root" }],
  ])("is known whole: %s", async (_name, before, now) => {
    const outputs = await stateOf(before);
    const news = { ...inputs, ...now };
    expect(plan(outputs, now)).toEqual(factsIn(await update(outputs, news)));
  });
});

describe("an update that may change the job", () => {
  test.each<[string, string, Properties, Properties]>([
    ["it waits", "RUNNING", {}, { waitFor: "completed" }],
    ["its time to live is over", "RUNNING", {}, { expiresAfter: "1m" }],
    ["what is waited for is not known", "RUNNING", {}, { waitFor: UNKNOWN }],
    ["its price cap is not known", "RUNNING", {}, { maxHourlyUsd: UNKNOWN }],
  ])("knows only what lasts: %s", async (_name, status, before, now) => {
    const outputs: Properties = { ...(await stateOf()), status, ...before };
    const unknown = Object.fromEntries(Object.keys(jobOutputs.shape).map((n) => [n, UNKNOWN]));
    const { apiOrigin } = outputs;
    expect(plan(outputs, now)).toEqual({ ...unknown, uuid, apiOrigin, ...lasting });
  });

  test("knows no uuid where nobody knows yet whether there is a job", () => {
    const outputs = outputsOf("UNCONFIRMED", { uuid: undefined, marker });
    expect(plan(outputs)).toMatchObject({ uuid: UNKNOWN, status: UNKNOWN, marker });
  });
});

test("a value that depends on an unknown one is unknown: when it expires, and how to log in", async () => {
  const state = await stateOf();
  expect(plan(state, { expiresAfter: "8h" })["expiresAt"]).toBe(UNKNOWN);
  expect(plan(state, { sshUser: UNKNOWN })["ssh"]).toBe(UNKNOWN);
});
