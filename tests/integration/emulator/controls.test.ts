import { request } from "node:http";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { createManualClock, type Emulator, startEmulator } from "../../../emulator";
import { batchJob, persistentJob } from "./jobBodies";
import { type Caller, control, createCaller } from "./signedRequest";

const startMs = Date.UTC(2026, 0, 1);
const otherKeys = { publicKey: "pk_other", secretKey: "sk_other" };
let clock = createManualClock(startMs);
let emulator: Emulator;
let call: Caller;

beforeEach(async () => {
  clock = createManualClock(startMs);
  const keys = [{ publicKey: "pk_x", secretKey: "sk_x" }, otherKeys];
  emulator = await startEmulator({ clock, keys });
  call = createCaller(emulator, () => clock.now());
});
afterEach(() => emulator.close());

async function create(body: Record<string, unknown>): Promise<string> {
  return String((await call("POST", "/v1/jobs", body)).body["uuid"]);
}

async function ledger(): Promise<unknown> {
  return (await fetch(`${emulator.url}/_emulator/ledger`)).json();
}

describe("the ledger", () => {
  test("starts empty", async () => {
    expect(await ledger()).toEqual({ jobs: [], alive: 0, requests: 0, billUsd: 0 });
  });

  test("shows the jobs of all accounts, oldest first", async () => {
    const uuid = await create(batchJob({ description: "frames 1 to 9" }));
    await call("POST", "/v1/jobs", persistentJob(), { keys: otherKeys });
    expect(await ledger()).toMatchObject({
      jobs: [
        {
          uuid,
          status: "PENDING",
          title: "render",
          description: "frames 1 to 9",
          createdAt: "2026-01-01T00:00:00.000Z",
        },
        { title: "dev box", description: null },
      ],
    });
  });

  test("counts as alive what has not ended", async () => {
    await create(batchJob());
    const uuid = await create(persistentJob());
    await create(persistentJob());
    await call("PUT", `/v1/jobs/${uuid}/cancel`, {});
    clock.advance(60_000);
    expect(await ledger()).toMatchObject({ alive: 1 });
  });

  test("counts a job that is being cancelled as alive", async () => {
    const uuid = await create(persistentJob());
    await call("PUT", `/v1/jobs/${uuid}/cancel`, {});
    expect(await ledger()).toMatchObject({ alive: 1 });
  });

  test("counts requests to the API and no others", async () => {
    await call("GET", "/v1/jobs");
    await call("GET", "/v1/nothing");
    await ledger();
    expect(await ledger()).toMatchObject({ requests: 2 });
  });

  test("is the same for a program as over HTTP", async () => {
    await create(batchJob());
    expect(emulator.ledger()).toEqual(await ledger());
  });
});

describe("ending a job", () => {
  test("sets its status and reason", async () => {
    const uuid = await create(persistentJob());
    await control(emulator, `jobs/${uuid}/end`, { status: "FAILED", reason: "node died" });
    const answer = await call("GET", `/v1/jobs/${uuid}`);
    expect(answer.body).toMatchObject({ status: "FAILED", status_reason: "node died" });
  });

  test("is refused for one that has ended", async () => {
    const uuid = await create(persistentJob());
    await emulator.endJob(uuid, { status: "CANCELLED" });
    const answer = await control(emulator, `jobs/${uuid}/end`, { status: "FAILED" });
    expect(answer.status).toBe(409);
  });

  test("is refused with a status that is no end", async () => {
    const uuid = await create(persistentJob());
    const answer = await control(emulator, `jobs/${uuid}/end`, { status: "RUNNING" });
    expect(answer).toMatchObject({ status: 422 });
  });

  test("rejects for a program when there is no such job", async () => {
    await expect(emulator.endJob("0", { status: "FAILED" })).rejects.toThrow("There is no job 0.");
  });
});

describe("forgetting a job", () => {
  test("removes it from the API", async () => {
    const uuid = await create(batchJob());
    clock.advance(2800);
    await control(emulator, `jobs/${uuid}/forget`, {});
    expect((await call("GET", `/v1/jobs/${uuid}`)).status).toBe(404);
  });

  test("removes its run from the API", async () => {
    const uuid = await create(batchJob());
    clock.advance(2800);
    emulator.forgetJob(uuid);
    expect((await call("GET", "/v1/job-runs")).body["total"]).toBe(0);
  });

  test("leaves it in the ledger as it was", async () => {
    const uuid = await create(batchJob());
    clock.advance(2800);
    emulator.forgetJob(uuid);
    expect(await ledger()).toMatchObject({ jobs: [{ uuid, status: "COMPLETED" }] });
  });

  test("is refused for a job that is alive", async () => {
    const uuid = await create(persistentJob());
    expect((await control(emulator, `jobs/${uuid}/forget`, {})).status).toBe(409);
  });

  test("can be forced for a job that is alive", async () => {
    const uuid = await create(persistentJob());
    await control(emulator, `jobs/${uuid}/forget`, { force: true });
    clock.advance(60_000);
    expect(await ledger()).toMatchObject({ jobs: [{ uuid, status: "PENDING" }], alive: 1 });
  });
});

describe("rotating a key", () => {
  test("refuses the old secret from then on", async () => {
    await control(emulator, "keys", { publicKey: "pk_x", secretKey: "sk_new" });
    const keys = { publicKey: "pk_x", secretKey: "sk_x" };
    const answer = await call("GET", "/v1/jobs", undefined, { keys });
    expect(answer).toMatchObject({ status: 401, body: { error: { code: "bad_signature" } } });
  });

  test("keeps the account's jobs under a whole new pair", async () => {
    const uuid = await create(persistentJob());
    emulator.rotateKey({ publicKey: "pk_new", secretKey: "sk_new" });
    expect((await call("GET", `/v1/jobs/${uuid}`)).status).toBe(200);
  });

  test("refuses the old public key after a whole new pair", async () => {
    emulator.rotateKey({ publicKey: "pk_new", secretKey: "sk_new" });
    const keys = { publicKey: "pk_x", secretKey: "sk_x" };
    const answer = await call("GET", "/v1/jobs", undefined, { keys });
    expect(answer).toMatchObject({ status: 401, body: { error: { code: "unknown_key" } } });
  });

  test("can replace the pair of another account", async () => {
    const keys = { publicKey: "pk_third", secretKey: "sk_third" };
    emulator.rotateKey({ ...keys, replaces: "pk_other" });
    expect((await call("GET", "/v1/jobs", undefined, { keys })).status).toBe(200);
  });

  test("shows the new pair", () => {
    emulator.rotateKey({ publicKey: "pk_new", secretKey: "sk_new" });
    expect([emulator.publicKey, emulator.secretKey]).toEqual(["pk_new", "sk_new"]);
  });
});

describe("the control endpoints", () => {
  test("refuse a request that a web page sent", async () => {
    const headers = { Origin: "https://example.com" };
    const answer = await control(emulator, "keys", otherKeys, headers);
    expect(answer).toMatchObject({ status: 403, body: { error: { code: "not_local" } } });
  });

  test("refuse a request for another host name", async () => {
    // fetch does not let a caller choose Host.
    const sent = request(`${emulator.url}/_emulator/ledger`, { headers: { Host: "evil.example" } });
    sent.end();
    const [response] = (await once(sent, "response")) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(403);
  });
});

test("the log of requests names routes by their templates", async () => {
  const nonce = "4".repeat(32);
  const uuid = await create(persistentJob());
  clock.advance(5);
  await call("PUT", `/v1/jobs/${uuid}/cancel`, {}, { nonce });
  expect(emulator.requests()[1]).toEqual({
    method: "PUT",
    path: "/v1/jobs/{uuid}/cancel",
    query: "",
    status: 200,
    nonce,
    at: startMs + 5,
  });
});

test("an emulator without keys draws a random pair", async () => {
  const other = await startEmulator();
  await other.close();
  expect(`${other.publicKey} ${other.secretKey}`).toMatch(
    /^pk_emulator_[0-9a-f]{16} sk_emulator_[0-9a-f]{32}$/,
  );
});
