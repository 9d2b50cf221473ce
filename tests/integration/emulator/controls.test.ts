import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { startEmulator } from "../../../emulator";
import { batchJob, persistentJob } from "./jobBodies";
import { control, refusal } from "./signedRequest";
import { useRig } from "./useEmulator";

const otherKeys = { publicKey: "pk_other", secretKey: "sk_other" };
const oldKeys = { publicKey: "pk_x", secretKey: "sk_x" };
const newKeys = { publicKey: "pk_new", secretKey: "sk_new" };
const rig = useRig({ keys: [oldKeys, otherKeys] });
const { call, code, create, read } = rig;

async function ledger(): Promise<unknown> {
  return (await fetch(`${rig.emulator.url}/_emulator/ledger`)).json();
}

describe("the ledger", () => {
  test("starts empty, and counts requests to the API and no others", async () => {
    expect(await ledger()).toEqual({ jobs: [], alive: 0, requests: 0, billUsd: 0 });
    await call("GET", "/v1/jobs");
    await call("GET", "/v1/nothing");
    expect(await ledger()).toMatchObject({ requests: 2 });
  });

  test("shows the jobs of all accounts, oldest first, over HTTP and to a program", async () => {
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

  test("counts a job as alive until it has ended, while it is being cancelled too", async () => {
    await create(batchJob());
    const uuid = await create();
    await create();
    await call("PUT", `/v1/jobs/${uuid}/cancel`, {});
    expect(await rig.after([0, 60_000], () => rig.emulator.ledger().alive)).toEqual([3, 1]);
  });
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

describe("ending a job", () => {
  test("sets its status and reason, once, and only to an end", async () => {
    const uuid = await create();
    const end = async (status: string): Promise<number> =>
      (await control(rig.emulator, `jobs/${uuid}/end`, { status, reason: "node died" })).status;
    expect([await end("RUNNING"), await end("FAILED"), await end("FAILED")]).toEqual([
      422, 200, 409,
    ]);
    const ended = { status: "FAILED", status_reason: "node died" };
    expect(await read(`/v1/jobs/${uuid}`)).toMatchObject(ended);
  });

  test("rejects for a program when there is no such job", async () => {
    const ending = rig.emulator.endJob("0", { status: "FAILED" });
    await expect(ending).rejects.toThrow("There is no job 0.");
  });
});

test("forgetting a job removes it and its run from the API, and leaves it in the ledger", async () => {
  const uuid = await create(batchJob());
  rig.clock.advance(2800);
  await control(rig.emulator, `jobs/${uuid}/forget`, {});
  expect([await code(`/v1/jobs/${uuid}`), (await read("/v1/job-runs"))["total"]]).toEqual([404, 0]);
  expect(await ledger()).toMatchObject({ jobs: [{ uuid, status: "COMPLETED" }] });
});

test("forgetting a job that is alive is refused, unless it is forced", async () => {
  const uuid = await create();
  const refused = await control(rig.emulator, `jobs/${uuid}/forget`, {});
  await control(rig.emulator, `jobs/${uuid}/forget`, { force: true });
  rig.clock.advance(60_000);
  expect(refused.status).toBe(409);
  expect(await ledger()).toMatchObject({ jobs: [{ uuid, status: "PENDING" }], alive: 1 });
});

describe("rotating a key", () => {
  test("refuses the old secret from then on", async () => {
    await control(rig.emulator, "keys", { publicKey: "pk_x", secretKey: "sk_new" });
    const answer = await call("GET", "/v1/jobs", undefined, { keys: oldKeys });
    expect(answer).toMatchObject(refusal(401, "bad_signature"));
  });

  test("to a whole new pair keeps the account's jobs and refuses the old public key", async () => {
    const uuid = await create();
    rig.emulator.rotateKey(newKeys);
    expect([rig.emulator.publicKey, rig.emulator.secretKey]).toEqual(["pk_new", "sk_new"]);
    expect([
      await call("GET", `/v1/jobs/${uuid}`),
      await call("GET", "/v1/jobs", undefined, { keys: oldKeys }),
    ]).toMatchObject([{ status: 200 }, refusal(401, "unknown_key")]);
  });

  test("can replace the pair of another account", async () => {
    rig.emulator.rotateKey({ ...newKeys, replaces: "pk_other" });
    expect((await call("GET", "/v1/jobs", undefined, { keys: newKeys })).status).toBe(200);
  });
});

test("the control endpoints refuse a request that a web page sent", async () => {
  const headers = { Origin: "https://example.com" };
  const answer = await control(rig.emulator, "keys", otherKeys, headers);
  expect(answer).toMatchObject(refusal(403, "not_local"));
});

test.each(["/", "/_emulator/ledger", "/_emulator/overview", "/openapi.json"])(
  "a request for another host name is refused: %s",
  async (path) => {
    // fetch does not let a caller choose Host.
    const sent = request(rig.emulator.url + path, { headers: { Host: "evil.example" } });
    sent.end();
    const [response] = (await once(sent, "response")) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(403);
  },
);

test("the log of requests names routes by their templates", async () => {
  const nonce = "4".repeat(32);
  const uuid = await create();
  rig.clock.advance(5);
  await call("PUT", `/v1/jobs/${uuid}/cancel`, {}, { nonce });
  const at = Date.UTC(2026, 0, 1) + 5;
  expect(rig.emulator.requests()[1]).toEqual({
    ...{ method: "PUT", path: "/v1/jobs/{uuid}/cancel", uuid, query: "", status: 200, nonce, at },
  });
});

test("an emulator without keys draws a random pair", async () => {
  const other = await startEmulator();
  await other.close();
  expect(`${other.publicKey} ${other.secretKey}`).toMatch(
    /^pk_emulator_[0-9a-f]{16} sk_emulator_[0-9a-f]{32}$/,
  );
});
