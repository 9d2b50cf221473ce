import { inspect } from "node:util";

import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import type { PartialFailure } from "../../../../provider/resources/contract/partialFailure";
import { cutOff, json, notSent, plain, rejection, type Answer } from "../../../support/fakes";
import {
  created,
  createService,
  emptyList,
  job,
  listOf,
  liveRun,
  noRuns,
  notFound,
  ourKey,
  outputsOf,
  runUuid,
  sshUrl,
  uuid,
} from "../../../support/scriptedService";

const inputs = {
  task: "PERSISTENT",
  container: { image: "ubuntu", env: { TOKEN: "hunter22" } },
  __context: { name: "box" },
};

const context = { name: "box", key: ourKey };

const markerForm = /^[a-z2-7]{8}\.[a-z2-7]{8}\.[a-z2-7]{10}\.[a-z2-7]{8}$/;

describe("create", () => {
  test("gives the id and the whole outputs of a job that is ready", async () => {
    const service = createService({
      create: [created],
      get: [job("RUNNING", { created_at: "t0" })],
      runs: [liveRun],
    });

    expect(await jobDefinition.create(service.effects, inputs)).toEqual({
      id: uuid,
      outputs: {
        task: "PERSISTENT",
        container: inputs.container,
        uuid,
        status: "RUNNING",
        statusReason: undefined,
        outcome: "active",
        nodeUrls: [sshUrl],
        endpoints: {},
        ssh: {
          host: "n1.example.com",
          port: 4022,
          user: "duser",
          command: "ssh -p 4022 duser@n1.example.com",
        },
        runUuid,
        hourlyRateUsd: 0.5,
        createdAt: "t0",
        startedAt: undefined,
        completedAt: undefined,
        sourceRecipeUuid: undefined,
        containerAccessTokens: undefined,
        apiOrigin: "https://api.example.com",
        marker: expect.stringMatching(markerForm) as string,
        __context: context,
      },
    });
    expect(service.asked).toEqual(["look", "create", "get", "runs", "look"]);
  });

  test("sends the inputs with the resource's name for a title, and nothing hidden", async () => {
    const service = createService({ create: [created], get: [job("RUNNING")], runs: [liveRun] });

    await jobDefinition.create(service.effects, {
      ...inputs,
      waitFor: "created",
      triggers: { a: 1 },
    });

    expect(service.lastBody()).toEqual({
      task: "PERSISTENT",
      title: "box",
      description: expect.stringMatching(/^ \[pulumi:[a-z2-7.]{37}\]$/) as string,
      max_timeout_run_ms: null,
      parameters: { type: "docker", parameters: { image: "ubuntu", env: { TOKEN: "hunter22" } } },
    });
  });

  test("sends the user's own title", async () => {
    const service = createService({ create: [created], get: [job("RUNNING")], runs: [liveRun] });

    await jobDefinition.create(service.effects, { ...inputs, title: "mine" });

    expect(service.lastBody()).toMatchObject({ title: "mine" });
  });

  test.each([
    ["a job that failed", [job("FAILED", { status_reason: "no node" })], "FAILED", "failed"],
    [
      "a job that was cancelled elsewhere",
      [job("PENDING"), job("CANCELLED")],
      "CANCELLED",
      "cancelled",
    ],
    ["a job that is not ready in time", [job("PENDING")], "PENDING", "active"],
    ["a key that was revoked", [job("PENDING"), json(401, { message: "no" })], "PENDING", "active"],
    ["a job that is never visible", [notFound], "PENDING", "active"],
    ["a job that is gone", [job("RUNNING"), notFound], "RUNNING", "lost"],
  ])("keeps the paid job in the stack after %s", async (_name, get, status, outcome) => {
    const service = createService({ create: [created], get, runs: [noRuns] });

    const failure = (await rejection(
      jobDefinition.create(service.effects, inputs),
    )) as PartialFailure;

    expect(failure).toMatchObject({
      name: "PartialFailure",
      id: uuid,
      outputs: {
        task: "PERSISTENT",
        container: inputs.container,
        uuid,
        status,
        outcome,
        apiOrigin: "https://api.example.com",
        __context: context,
      },
    });
    expect(failure.reasons).toEqual([failure.message]);
    expect(service.asked.filter((route) => route === "create")).toHaveLength(1);
  });

  test("says whose job failed, why, and that it stays", async () => {
    const service = createService({
      create: [created],
      get: [job("FAILED", { status_reason: "no node" })],
      runs: [noRuns],
    });

    expect(await rejection(jobDefinition.create(service.effects, inputs))).toMatchObject({
      reasons: [
        `box: Job ${uuid} failed before becoming ready (no node). Billing has stopped. To buy it ` +
          "again, run `pulumi up --replace` with its URN or change its `triggers`. The job stays in " +
          "the stack.",
      ],
    });
  });

  test("shows no secret of the job that the service repeats", async () => {
    const service = createService({
      create: [created],
      get: [job("FAILED", { status_reason: "bad TOKEN hunter22" })],
      runs: [noRuns],
    });

    const failure = (await rejection(
      jobDefinition.create(service.effects, inputs),
    )) as PartialFailure;

    expect(failure.outputs["statusReason"]).toBe("bad TOKEN [secret]");
    expect(inspect([failure.message, failure.reasons, failure.cause])).not.toContain("hunter22");
  });

  test("shows no secret of a purchase that is refused", async () => {
    const service = createService({ create: [json(422, { message: "bad TOKEN hunter22" })] });

    const error = await rejection(jobDefinition.create(service.effects, inputs));

    expect(inspect(error)).not.toContain("hunter22");
  });

  test("waits as long as its customTimeouts say", async () => {
    const service = createService({ create: [created], get: [job("PENDING")] });
    const __context = { name: "box", timeouts: { create: "42s" } };

    await rejection(jobDefinition.create(service.effects, { ...inputs, __context }));

    expect(service.times.at(-1)).toBe(42_000);
  });

  test.each([
    ["the service's own windows", {}, 720_000],
    ["the user's windows", { maxTimeoutAssignMs: 400_000, maxTimeoutStartMs: 200_000 }, 720_000],
    [
      "the run as well when it waits for its end",
      { task: "BATCH", waitFor: "completed", maxTimeoutRunMs: 60_000 },
      780_000,
    ],
    ["no run that has no limit", { task: "BATCH", waitFor: "completed" }, 720_000],
    ["not the run when it does not", { task: "BATCH", maxTimeoutRunMs: 60_000 }, 720_000],
  ])("waits for %s and two minutes more", async (_name, settings, deadlineMs) => {
    const service = createService({ create: [created], get: [job("PENDING")] });

    await rejection(jobDefinition.create(service.effects, { ...inputs, ...settings }));

    expect(service.times.at(-1)).toBe(deadlineMs);
  });

  test.each([
    ["a refusal", json(422, { message: "bad gpu" }), "rejected", 1],
    ["an unreachable server", notSent(), "notSent", 5],
  ])("says that no job was created after %s", async (_name, answer, kind, requests) => {
    const service = createService({ create: [answer] });

    const error = await rejection(jobDefinition.create(service.effects, inputs));

    expect(error).toMatchObject({ name: "DispersedError", kind });
    expect(String(error)).toMatch(/^DispersedError: box: .* No job was created\.$/);
    expect(service.asked.filter((route) => route === "create")).toHaveLength(requests);
  });

  test.each([
    ["a lost answer", cutOff()],
    ["a 504", plain(504, "<html>")],
    ["an answer without a job", json(201, {})],
  ])("keeps the intent in the stack after %s, and does not buy another", async (_name, answer) => {
    const service = createService({ create: [answer], look: [emptyList, plain(503, "")] });

    const failure = (await rejection(
      jobDefinition.create(service.effects, inputs),
    )) as PartialFailure;

    expect(failure.id).toMatch(/^unconfirmed:[a-z2-7.]{37}$/);
    expect(failure.outputs).toMatchObject({ status: "UNCONFIRMED", container: inputs.container });
    expect(failure.message).toMatch(
      /a job may exist and be billed: .* The intent stays in the stack/,
    );
    expect(service.asked.filter((route) => route === "create")).toHaveLength(1);
  });

  test("says that a job may still be billed even when the service has much to say", async () => {
    const answer = json(500, { message: "x".repeat(5_000) });
    const service = createService({ create: [answer], look: [emptyList, plain(503, "")] });

    const error = await rejection(jobDefinition.create(service.effects, inputs));

    expect(String(error)).toContain("a job may exist and be billed");
  });
});

describe("read", () => {
  const read = (service: ReturnType<typeof createService>, outputs: Record<string, unknown>) =>
    jobDefinition.read(service.effects, uuid, outputs);

  test("gives new outputs, and the inputs as the user would write them", async () => {
    const service = createService({ get: [job("RUNNING")], runs: [liveRun] });

    expect(await read(service, outputsOf("PENDING", { waitFor: "created" }))).toMatchObject({
      id: uuid,
      outputs: { status: "RUNNING", waitFor: "created", nodeUrls: [sshUrl], __context: context },
      inputs: {
        task: "PERSISTENT",
        container: { image: "ubuntu" },
        waitFor: "created",
        __context: { name: "box" },
      },
    });
  });

  test("gives no output for an input", async () => {
    const service = createService({ get: [job("RUNNING")], runs: [liveRun] });

    const existing = await read(service, outputsOf("PENDING"));

    expect(Object.keys(existing?.inputs ?? {}).sort()).toEqual(["__context", "container", "task"]);
  });

  test("remembers the key that saw the job, when it is a new one", async () => {
    const service = createService({ get: [job("RUNNING")], runs: [liveRun] });

    const existing = await read(
      service,
      outputsOf("PENDING", { __context: { name: "box", key: "old" } }),
    );

    expect(existing?.outputs["__context"]).toEqual(context);
  });

  describe("of a job that the service does not know", () => {
    test("says gone after two reads two seconds apart and a list without it", async () => {
      const service = createService({ get: [notFound], look: [emptyList] });

      expect(await read(service, outputsOf("RUNNING"))).toBeUndefined();
      expect([service.asked, service.times]).toEqual([
        ["get", "get", "look"],
        [0, 2_000, 2_000],
      ]);
    });

    test.each(["COMPLETED", "FAILED", "CANCELLED"])(
      "keeps the last state of one that was %s",
      async (status) => {
        const service = createService({ get: [notFound] });
        const last = outputsOf(status);

        expect(await read(service, last)).toEqual({
          id: uuid,
          outputs: { ...last, purged: true },
          inputs: {
            task: "PERSISTENT",
            container: { image: "ubuntu" },
            __context: { name: "box", timeouts: undefined },
          },
        });
      },
    );

    test("gives the job when the second look finds it", async () => {
      const service = createService({ get: [notFound, job("RUNNING")], runs: [liveRun] });

      expect(await read(service, outputsOf("RUNNING"))).toMatchObject({
        id: uuid,
        outputs: { status: "RUNNING" },
      });
    });

    test.each([
      ["the 404 is a proxy's page", { get: [plain(404, "<html>not found")] }, ["get"]],
      ["the 404 is empty", { get: [plain(404, "")] }, ["get"]],
      [
        "the second 404 is a proxy's page",
        { get: [notFound, plain(404, "<html>")] },
        ["get", "get"],
      ],
      ["the second look fails", { get: [notFound, json(403, {})] }, ["get", "get"]],
      [
        "the key may not list",
        { get: [notFound], look: [json(401, { message: "no" })] },
        ["get", "get", "look"],
      ],
      [
        "the listing is a proxy's page",
        { get: [notFound], look: [plain(200, "<html>")] },
        ["get", "get", "look"],
      ],
    ])("fails when %s", async (_name, answers, asked) => {
      const service = createService(answers);

      const error = await rejection(read(service, outputsOf("RUNNING")));

      expect(String(error)).toContain("The state is unchanged.");
      expect(service.asked).toEqual(asked);
    });

    test.each([
      ["another key", { name: "box", key: "other" }],
      ["nobody knows which key", { name: "box" }],
    ])("fails when %s saw it last", async (_name, __context) => {
      const service = createService({ get: [notFound] });

      const error = await rejection(read(service, outputsOf("RUNNING", { __context })));

      expect(String(error)).toContain("this is not the key that last saw it");
      expect(service.asked).toEqual(["get"]);
    });
  });

  test.each([
    ["401", json(401, { message: "no" })],
    ["403", json(403, { message: "no" })],
    ["410", json(410, { message: "gone" })],
    ["500", json(500, {})],
    ["a page for an answer", plain(200, "<html>")],
    ["a broken connection", cutOff()],
    ["an unreachable server", notSent("ENOTFOUND")],
  ])("fails and changes nothing at %s", async (_name, answer) => {
    const service = createService({ get: [answer] });

    const error = await rejection(read(service, outputsOf("RUNNING")));

    expect(String(error)).toMatch(/^DispersedError: box: .*The state is unchanged\./);
  });

  test("names the ways on when a stored key is refused", async () => {
    const service = createService({ get: [json(401, { message: "no" })] });

    expect(String(await rejection(read(service, outputsOf("RUNNING"))))).toContain("--run-program");
  });
});

describe("a state that is not about a job of this service", () => {
  const elsewhere = outputsOf("RUNNING", { apiOrigin: "https://other.example.com" });
  const corrupted = outputsOf("RUNNING", { uuid: "../../v1/jobs" });
  const otherOrigin =
    'box: the job was created at "https://other.example.com", but dispersed:baseUrl is now ' +
    "https://api.example.com. Nothing was sent. Set dispersed:baseUrl back to work with this job.";
  const noUuid = "box: the job's id in the state is not a uuid; nothing was sent.";

  test.each([
    [
      "read of a job of another origin",
      elsewhere,
      "read",
      `${otherOrigin} The state is unchanged.`,
    ],
    ["read without a uuid", corrupted, "read", `${noUuid} The state is unchanged.`],
    [
      "update of a job of another origin",
      elsewhere,
      "update",
      `${otherOrigin} The job stays in the stack.`,
    ],
    ["update without a uuid", corrupted, "update", `${noUuid} The job stays in the stack.`],
    [
      "delete of a job of another origin",
      elsewhere,
      "delete",
      `${otherOrigin} The state is unchanged.`,
    ],
    ["delete without a uuid", corrupted, "delete", `${noUuid} The state is unchanged.`],
  ] as const)(
    "is refused before anything is sent: %s",
    async (_name, outputs, operation, message) => {
      const service = createService({});
      const { effects } = service;
      const operations = {
        read: () => jobDefinition.read(effects, uuid, outputs),
        update: () => jobDefinition.update(effects, uuid, outputs, inputs),
        delete: () => jobDefinition.delete(effects, uuid, outputs),
      };

      expect(await rejection(operations[operation]())).toMatchObject({
        kind: "validation",
        message,
      });
      expect(service.asked).toEqual([]);
    },
  );

  test("is found by its id when the outputs have no uuid", async () => {
    const service = createService({ get: [job("RUNNING")], runs: [liveRun] });
    const outputs = outputsOf("RUNNING", { uuid: undefined });

    expect(await jobDefinition.read(service.effects, uuid, outputs)).toMatchObject({ id: uuid });
  });
});

describe("update", () => {
  test("goes on waiting, and buys nothing", async () => {
    const service = createService({
      get: [job("ASSIGNED"), job("RUNNING")],
      runs: [noRuns, liveRun],
    });

    expect(
      await jobDefinition.update(service.effects, uuid, outputsOf("PENDING"), inputs),
    ).toMatchObject({ status: "RUNNING", nodeUrls: [sshUrl], container: inputs.container });
    expect(service.asked).toEqual(["get", "runs", "get", "runs"]);
  });

  test("takes new settings over", async () => {
    const service = createService({ get: [job("RUNNING")], runs: [liveRun] });

    const outputs = await jobDefinition.update(service.effects, uuid, outputsOf("RUNNING"), {
      ...inputs,
      sshUser: "root",
      __context: { name: "box", timeouts: { delete: "1m" } },
    });

    expect(outputs).toMatchObject({
      sshUser: "root",
      ssh: { command: "ssh -p 4022 root@n1.example.com" },
      __context: { name: "box", key: ourKey, timeouts: { delete: "1m" } },
    });
  });

  test.each([
    [{ update: "30s", create: "42s" }, 30_000],
    [{ create: "42s" }, 42_000],
  ])("waits as long as the timeouts %p say", async (timeouts, deadlineMs) => {
    const service = createService({ get: [job("PENDING")] });
    const __context = { name: "box", timeouts };

    await rejection(
      jobDefinition.update(service.effects, uuid, outputsOf("PENDING"), { ...inputs, __context }),
    );

    expect(service.times.at(-1)).toBe(deadlineMs);
  });

  test.each([
    ["is still not ready", [job("PENDING")], "PENDING"],
    ["ended meanwhile", [job("FAILED")], "FAILED"],
  ])("keeps a job in the stack that %s", async (_name, get, status) => {
    const service = createService({ get, runs: [noRuns] });

    expect(
      await rejection(jobDefinition.update(service.effects, uuid, outputsOf("PENDING"), inputs)),
    ).toMatchObject({ name: "PartialFailure", id: uuid, outputs: { uuid, status } });
  });

  test("fails again for a job that ended, when it came for the wait alone", async () => {
    const service = createService({ get: [job("FAILED")], runs: [noRuns] });

    expect(
      await rejection(jobDefinition.update(service.effects, uuid, outputsOf("FAILED"), inputs)),
    ).toMatchObject({ name: "PartialFailure", cause: { kind: "jobEnded" } });
  });

  test.each([
    ["a setting", { sshUser: "root" }],
    ["a deadline", { __context: { name: "box", timeouts: { delete: "1m" } } }],
  ])("succeeds for a job that had ended, when it came for %s", async (_name, change) => {
    const service = createService({ get: [job("FAILED")], runs: [noRuns] });

    expect(
      await jobDefinition.update(service.effects, uuid, outputsOf("FAILED"), {
        ...inputs,
        ...change,
      }),
    ).toMatchObject({ status: "FAILED", ...change });
  });

  test("keeps the last outputs when it sees nothing", async () => {
    const service = createService({ get: [json(401, { message: "no" })] });
    const last = outputsOf("RUNNING", { runUuid, nodeUrls: [sshUrl] });

    expect(
      await rejection(jobDefinition.update(service.effects, uuid, last, inputs)),
    ).toMatchObject({
      name: "PartialFailure",
      id: uuid,
      outputs: { status: "RUNNING", runUuid, nodeUrls: [sshUrl], __context: context },
    });
  });
});

describe("delete", () => {
  const remove = (
    service: ReturnType<typeof createService>,
    outputs = outputsOf("RUNNING"),
  ): Promise<void> => jobDefinition.delete(service.effects, uuid, outputs);

  test.each(["COMPLETED", "FAILED", "CANCELLED"])(
    "asks nothing of a job that is %s",
    async (status) => {
      const service = createService({ get: [job(status)] });

      await remove(service);

      expect(service.asked).toEqual(["get"]);
    },
  );

  test("asks nothing at all about a job that the service has forgotten", async () => {
    const service = createService({});

    await remove(service, outputsOf("COMPLETED", { purged: true }));

    expect(service.asked).toEqual([]);
  });

  test("cancels, and returns only when it has seen the end", async () => {
    const service = createService({
      get: [job("RUNNING"), job("CANCELLING"), job("CANCELLING"), job("CANCELLED")],
      cancel: [job("CANCELLING")],
      runs: [noRuns],
    });

    await remove(service);

    expect(service.asked.filter((route) => route !== "runs")).toEqual([
      "get",
      "cancel",
      "get",
      "get",
      "get",
    ]);
  });

  test("is content with a job that completed before it could be cancelled", async () => {
    const service = createService({
      get: [job("RUNNING"), job("COMPLETED")],
      cancel: [job("RUNNING")],
      runs: [noRuns],
    });

    await expect(remove(service)).resolves.toBeUndefined();
  });

  test("does not mind a failed look on the way to the end", async () => {
    const service = createService({
      get: [job("RUNNING"), ...Array<Answer>(5).fill(plain(500, "")), job("CANCELLED")],
      cancel: [job("CANCELLING")],
      runs: [noRuns],
    });

    await expect(remove(service)).resolves.toBeUndefined();
  });

  test("ends at once when the key is revoked on the way", async () => {
    const service = createService({
      get: [job("RUNNING"), json(401, { message: "no" })],
      cancel: [job("CANCELLING")],
    });

    expect(await rejection(remove(service))).toMatchObject({ kind: "rejected", status: 401 });
    expect(service.asked).toEqual(["get", "cancel", "get"]);
  });

  test("looks again when the cancel is refused, and finds the job over", async () => {
    const service = createService({
      get: [job("RUNNING"), job("COMPLETED")],
      cancel: [json(409, { message: "not now" })],
    });

    await remove(service);

    expect(service.asked).toEqual(["get", "cancel", "get"]);
  });

  test("gives up after three refused cancels", async () => {
    const service = createService({
      get: [job("RUNNING")],
      cancel: [json(409, { message: "not now" })],
    });

    expect(await rejection(remove(service))).toMatchObject({
      status: 409,
      message:
        "box: PUT /v1/jobs/{uuid}/cancel: the API answered 409: not now. The state is unchanged.",
    });
    expect(service.asked).toEqual(["get", "cancel", "get", "cancel", "get", "cancel"]);
  });

  test("tries a cancel again whose answer was lost", async () => {
    const service = createService({
      get: [job("RUNNING"), job("CANCELLED")],
      cancel: [cutOff(), plain(504, ""), job("CANCELLED")],
      runs: [noRuns],
    });

    await remove(service);

    expect(service.asked.filter((route) => route === "cancel")).toHaveLength(3);
  });

  test("says what is wrong and what to do when the job does not end in time", async () => {
    const service = createService({
      get: [job("RUNNING"), job("CANCELLING")],
      cancel: [job("CANCELLING")],
      runs: [noRuns],
    });

    expect(await rejection(remove(service))).toMatchObject({
      kind: "waitTimeout",
      message:
        `box: Timed out after 10m waiting for job ${uuid} to end: status is CANCELLING. The job may ` +
        "still be billed. Run `pulumi destroy` again, or look at it in the console. The state is " +
        "unchanged.",
    });
    expect(service.times.at(-1)).toBe(600_000);
  });

  test("waits as long as its customTimeouts say", async () => {
    const service = createService({
      get: [job("RUNNING")],
      cancel: [job("CANCELLING")],
      runs: [noRuns],
    });
    const __context = { ...context, timeouts: { delete: "30s" } };

    await rejection(remove(service, outputsOf("RUNNING", { __context })));

    expect(service.times.at(-1)).toBe(30_000);
  });

  test("succeeds when the job is proven gone", async () => {
    const service = createService({ get: [notFound] });

    await remove(service);

    expect([service.asked, service.times.at(-1)]).toEqual([["get", "get", "look"], 2_000]);
  });

  test("succeeds when the job is proven gone by the time of the cancel", async () => {
    const service = createService({
      get: [job("RUNNING"), notFound],
      cancel: [notFound],
    });

    await remove(service);

    expect(service.asked).toEqual(["get", "cancel", "get", "get", "look"]);
  });

  test.each([
    ["the 404 is a proxy's page", { get: [plain(404, "<html>")] }],
    [
      "the cancel is answered by a proxy's page",
      { get: [job("RUNNING")], cancel: [plain(404, "<html>")] },
    ],
    ["the key is refused", { get: [json(401, { message: "no" })] }],
    ["the key may not cancel", { get: [job("RUNNING")], cancel: [json(403, { message: "no" })] }],
    ["the key may not list", { get: [notFound], look: [json(403, {})] }],
    ["nobody answers", { get: [cutOff()] }],
  ])("fails and keeps the state when %s", async (_name, answers) => {
    const service = createService(answers);

    expect(String(await rejection(remove(service)))).toContain("The state is unchanged.");
  });

  test("fails when another key saw the job last, for another account's jobs look gone", async () => {
    const service = createService({ get: [notFound] });
    const __context = { name: "box", key: "other" };

    const error = await rejection(remove(service, outputsOf("RUNNING", { __context })));

    expect(String(error)).toContain("this is not the key that last saw it");
    expect(service.asked).toEqual(["get"]);
  });

  test("cancels a job that a first look did not find and a second one does", async () => {
    const service = createService({
      get: [notFound, job("RUNNING"), job("CANCELLED")],
      cancel: [job("CANCELLING")],
      runs: [noRuns],
    });

    await remove(service);

    expect(service.asked).toEqual(["get", "get", "cancel", "get"]);
  });

  test("cancels a job that reads do not find while a list shows it", async () => {
    const service = createService({
      get: [notFound],
      look: [
        listOf({ uuid, status: "RUNNING" }),
        listOf({ uuid, status: "CANCELLING" }),
        listOf({ uuid, status: "CANCELLED" }),
      ],
      cancel: [job("CANCELLING")],
    });

    await remove(service);

    expect(service.asked.filter((route) => route === "cancel")).toHaveLength(1);
  });

  test("fails where a cancel that does not find the job is no proof", async () => {
    const service = createService({ get: [job("RUNNING")], cancel: [notFound] });

    expect(await rejection(remove(service))).toMatchObject({ status: 404 });
  });

  test("waits for an end that was asked for, where asking again is refused", async () => {
    const service = createService({
      get: [job("CANCELLING"), job("CANCELLING"), job("CANCELLING"), job("CANCELLED")],
      cancel: [json(409, { message: "it is being cancelled" })],
    });

    await remove(service);

    expect(service.asked.filter((route) => route === "cancel")).toHaveLength(1);
  });

  test("bears an end that cannot be proven for a while, once the cancel was taken", async () => {
    const service = createService({
      get: [job("RUNNING"), notFound],
      cancel: [job("CANCELLING")],
      look: [
        plain(500, ""),
        plain(500, ""),
        plain(500, ""),
        plain(500, ""),
        plain(500, ""),
        emptyList,
      ],
    });

    await expect(remove(service)).resolves.toBeUndefined();
  });

  test("fails at its deadline where the end was never proven", async () => {
    const service = createService({
      get: [job("RUNNING"), notFound],
      cancel: [job("CANCELLING")],
      look: [json(200, { data: [], total: 3 })],
    });

    expect(String(await rejection(remove(service)))).toContain(
      "nothing proves that the job is gone",
    );
    expect(service.clock.monotonicMs()).toBeGreaterThanOrEqual(600_000);
  });

  test("ends at its deadline when a job comes and goes", async () => {
    const service = createService({
      cancel: [job("CANCELLING")],
      get: Array.from({ length: 1_000 }, (_, index) =>
        index % 2 === 0 ? notFound : job("RUNNING"),
      ),
    });

    expect(await rejection(remove(service))).toMatchObject({ kind: "waitTimeout" });
    expect(service.clock.monotonicMs()).toBe(600_000);
  });

  test("succeeds twice", async () => {
    const service = createService({
      get: [job("RUNNING"), job("CANCELLED")],
      cancel: [job("CANCELLED")],
      runs: [noRuns],
    });

    await remove(service);
    await remove(service);

    expect(service.asked.filter((route) => route === "cancel")).toHaveLength(1);
  });
});
