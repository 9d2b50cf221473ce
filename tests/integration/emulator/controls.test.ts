import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { batchJob, persistentJob } from "./jobBodies";
import { control, refusal } from "./signedRequest";
import { useRig } from "./useEmulator";

const otherKeys = { publicKey: "pk_other", secretKey: "sk_other" };
const oldKeys = { publicKey: "pk_x", secretKey: "sk_x" };
const rig = useRig({ keys: [oldKeys, otherKeys] });
const { call, code, create, read } = rig;

async function ledger(): Promise<unknown> {
  return (await fetch(`${rig.emulator.url}/_emulator/ledger`)).json();
}

test("the ledger shows the jobs of all accounts, oldest first, over HTTP and to a program", async () => {
  const uuid = await create(batchJob({ description: "frames 1 to 9" }));
  await call("POST", "/v1/jobs", persistentJob(), { keys: otherKeys });
  const createdAt = "2026-01-01T00:00:00.000Z";
  expect(await ledger()).toMatchObject({
    jobs: [
      { uuid, status: "PENDING", title: "render", description: "frames 1 to 9", createdAt },
      { title: "dev box", description: null },
    ],
  });
  expect(rig.emulator.ledger()).toEqual(await ledger());
});

test("a job can be made as the console would, and is refused where the API refuses it", async () => {
  const { body } = await control(rig.emulator, "jobs", {});
  const made = { task: "PERSISTENT", title: "made in the console", description: null };
  expect(await read(`/v1/jobs/${String(body["uuid"])}`)).toMatchObject({ ...made, gpu_count: 1 });
  const own = batchJob({ description: "by hand" });
  expect(await control(rig.emulator, "jobs", own)).toMatchObject({ status: 201, body: own });
  expect((await control(rig.emulator, "jobs", { task: "SLEEP" })).status).toBe(422);
  expect(rig.emulator.ledger().jobs).toHaveLength(2);
});

test("ending a job sets its status and reason, once, and only to an end", async () => {
  const uuid = await create();
  const end = async (status: string): Promise<number> =>
    (await control(rig.emulator, `jobs/${uuid}/end`, { status, reason: "node died" })).status;
  expect([await end("RUNNING"), await end("FAILED"), await end("FAILED")]).toEqual([422, 200, 409]);
  const ended = { status: "FAILED", status_reason: "node died" };
  expect(await read(`/v1/jobs/${uuid}`)).toMatchObject(ended);
});

test("forgetting a job removes it and its run from the API, and leaves it in the ledger", async () => {
  const uuid = await create(batchJob());
  rig.clock.advance(2800);
  await control(rig.emulator, `jobs/${uuid}/forget`, {});
  expect([await code(`/v1/jobs/${uuid}`), (await read("/v1/job-runs"))["total"]]).toEqual([404, 0]);
  expect(await ledger()).toMatchObject({ jobs: [{ uuid, status: "COMPLETED" }] });
});

test("rotating a key keeps the account's jobs and refuses the old pair", async () => {
  const uuid = await create();
  await control(rig.emulator, "keys", { publicKey: "pk_new", secretKey: "sk_new" });
  expect([rig.emulator.publicKey, rig.emulator.secretKey]).toEqual(["pk_new", "sk_new"]);
  expect([
    await call("GET", `/v1/jobs/${uuid}`),
    await call("GET", "/v1/jobs", undefined, { keys: oldKeys }),
  ]).toMatchObject([{ status: 200 }, refusal(401, "unknown_key")]);
});

test("the control endpoints refuse a request that a web page sent", async () => {
  const headers = { Origin: "https://example.com" };
  const answer = await control(rig.emulator, "keys", otherKeys, headers);
  expect(answer).toMatchObject(refusal(403, "not_local"));
});

test("a request for another host name is refused", async () => {
  // fetch does not let a caller choose Host.
  const headers = { Host: "evil.example" };
  const sent = request(`${rig.emulator.url}/_emulator/ledger`, { headers });
  sent.end();
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  response.resume();
  expect(response.statusCode).toBe(403);
});
