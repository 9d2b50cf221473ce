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
const { call, create } = rig;

async function ledger(): Promise<unknown> {
  return (await fetch(`${rig.emulator.url}/_emulator/ledger`)).json();
}

describe("the ledger", () => {
  test("starts empty", async () => {
    expect(await ledger()).toEqual({ jobs: [], alive: 0, requests: 0, billUsd: 0 });
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
    const before = rig.emulator.ledger().alive;
    rig.clock.advance(60_000);
    expect([before, rig.emulator.ledger().alive]).toEqual([3, 1]);
  });

  test("counts requests to the API and no others", async () => {
    await call("GET", "/v1/jobs");
    await call("GET", "/v1/nothing");
    await ledger();
    expect(await ledger()).toMatchObject({ requests: 2 });
  });
});

describe("making a job as the console would", () => {
  test("makes a box of the first account, without a marker of a Pulumi program", async () => {
    const { status, body } = await control(rig.emulator, "jobs", {});
    expect([status, body]).toMatchObject([201, { task: "PERSISTENT", gpu_count: 1 }]);
    const { body: read } = await call("GET", `/v1/jobs/${String(body["uuid"])}`);
    expect(read).toMatchObject({ title: "made in the console", description: null });
  });

  test("takes the properties of a create request", async () => {
    const { body } = await control(rig.emulator, "jobs", batchJob({ description: "by hand" }));
    expect(body).toMatchObject({ task: "BATCH", title: "render", description: "by hand" });
  });

  test("refuses what the API refuses", async () => {
    const { status } = await control(rig.emulator, "jobs", { task: "SLEEP" });
    expect([status, rig.emulator.ledger().jobs]).toEqual([422, []]);
  });
});

describe("ending a job", () => {
  test("sets its status and reason", async () => {
    const uuid = await create();
    await control(rig.emulator, `jobs/${uuid}/end`, { status: "FAILED", reason: "node died" });
    const answer = await call("GET", `/v1/jobs/${uuid}`);
    expect(answer.body).toMatchObject({ status: "FAILED", status_reason: "node died" });
  });

  test("is refused for one that has ended", async () => {
    const uuid = await create();
    await rig.emulator.endJob(uuid, { status: "CANCELLED" });
    expect((await control(rig.emulator, `jobs/${uuid}/end`, { status: "FAILED" })).status).toBe(
      409,
    );
  });

  test("is refused with a status that is not an end", async () => {
    const uuid = await create();
    const answer = await control(rig.emulator, `jobs/${uuid}/end`, { status: "RUNNING" });
    expect(answer.status).toBe(422);
  });

  test("rejects for a program when there is no such job", async () => {
    const ending = rig.emulator.endJob("0", { status: "FAILED" });
    await expect(ending).rejects.toThrow("There is no job 0.");
  });
});

describe("forgetting a job", () => {
  test("removes it and its run from the API, and leaves it in the ledger", async () => {
    const uuid = await create(batchJob());
    rig.clock.advance(2800);
    await control(rig.emulator, `jobs/${uuid}/forget`, {});
    expect([
      (await call("GET", `/v1/jobs/${uuid}`)).status,
      (await call("GET", "/v1/job-runs")).body["total"],
    ]).toEqual([404, 0]);
    expect(await ledger()).toMatchObject({ jobs: [{ uuid, status: "COMPLETED" }] });
  });

  test("is refused for a job that is alive, unless it is forced", async () => {
    const uuid = await create();
    const refused = await control(rig.emulator, `jobs/${uuid}/forget`, {});
    await control(rig.emulator, `jobs/${uuid}/forget`, { force: true });
    rig.clock.advance(60_000);
    expect(refused.status).toBe(409);
    expect(await ledger()).toMatchObject({ jobs: [{ uuid, status: "PENDING" }], alive: 1 });
  });
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

describe("the control endpoints", () => {
  test("refuse a request that a web page sent", async () => {
    const headers = { Origin: "https://example.com" };
    const answer = await control(rig.emulator, "keys", otherKeys, headers);
    expect(answer).toMatchObject(refusal(403, "not_local"));
  });

  test.each(["/", "/_emulator/ledger", "/_emulator/overview", "/openapi.json"])(
    "and the pages refuse a request for another host name: %s",
    async (path) => {
      // fetch does not let a caller choose Host.
      const sent = request(rig.emulator.url + path, { headers: { Host: "evil.example" } });
      sent.end();
      const [response] = (await once(sent, "response")) as [IncomingMessage];
      response.resume();
      expect(response.statusCode).toBe(403);
    },
  );
});

test("the log of requests names routes by their templates", async () => {
  const nonce = "4".repeat(32);
  const uuid = await create();
  rig.clock.advance(5);
  await call("PUT", `/v1/jobs/${uuid}/cancel`, {}, { nonce });
  expect(rig.emulator.requests()[1]).toEqual({
    method: "PUT",
    path: "/v1/jobs/{uuid}/cancel",
    uuid,
    query: "",
    status: 200,
    nonce,
    at: Date.UTC(2026, 0, 1) + 5,
  });
});

test("an emulator without keys draws a random pair", async () => {
  const other = await startEmulator();
  await other.close();
  expect(`${other.publicKey} ${other.secretKey}`).toMatch(
    /^pk_emulator_[0-9a-f]{16} sk_emulator_[0-9a-f]{32}$/,
  );
});
