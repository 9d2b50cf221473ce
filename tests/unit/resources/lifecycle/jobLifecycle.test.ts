import { inspect } from "node:util";

import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import type { PartialFailure } from "../../../../provider/resources/contract/partialFailure";
import { json, plain, rejection, type Answer } from "../../../support/fakes";
import {
  countOf,
  created,
  createService,
  emptyList,
  job,
  listOf,
  notFound,
  ourKey,
  outputsOf,
  running,
  sshUrl,
  uuid,
  type Answers,
  type Service,
} from "../../../support/scriptedService";

const inputs = {
  task: "PERSISTENT",
  container: { image: "ubuntu", env: { TOKEN: "hunter22" } },
  __context: { name: "box" },
};
const context = { name: "box", key: ourKey };
const markerForm = /^[a-z2-7]{8}\.[a-z2-7]{8}\.[a-z2-7]{10}\.[a-z2-7]{8}$/;

const refusal = (status: number): Answer => json(status, { message: "no" });

/** The requests in one line, without those for runs. */
const stepsOf = ({ asked }: Service): string => asked.filter((route) => route !== "runs").join(" ");
const withTimeouts = (timeouts: object): object => ({ __context: { name: "box", timeouts } });

const create = ({ effects }: Service, more: object = {}): ReturnType<typeof jobDefinition.create> =>
  jobDefinition.create(effects, { ...inputs, ...more });
const failedCreate = async (service: Service, more: object = {}): Promise<PartialFailure> =>
  (await rejection(create(service, more))) as PartialFailure;

describe("create", () => {
  test("gives the id and all outputs of a job that is ready", async () => {
    const service = createService({
      ...running,
      create: [created],
      get: [job("RUNNING", { created_at: "t0" })],
    });
    expect(await create(service)).toMatchObject({
      id: uuid,
      outputs: {
        container: inputs.container,
        uuid,
        status: "RUNNING",
        nodeUrls: [sshUrl],
        apiOrigin: "https://api.example.com",
        marker: expect.stringMatching(markerForm) as string,
        __context: context,
      },
    });
    expect(service.asked).toEqual(["look", "create", "get", "runs", "look"]);
  });

  test.each<[string, Answer[], string, string]>([
    ["failed", [job("FAILED")], "FAILED", "failed"],
    ["is not ready in time", [job("PENDING")], "PENDING", "active"],
    ["is never visible", [notFound], "PENDING", "active"],
    ["is gone", [job("RUNNING"), notFound], "RUNNING", "lost"],
  ])("keeps a paid job in the stack that %s", async (_name, get, status, outcome) => {
    const service = createService({ create: [created], get });
    const failure = await failedCreate(service);
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
    expect(countOf(service, "create")).toBe(1);
  });

  test("says whose job failed, why, and that it stays, and shows no secret of the job", async () => {
    const get = [job("FAILED", { status_reason: "bad TOKEN hunter22" })];
    const failure = await failedCreate(createService({ create: [created], get }));
    expect(failure.outputs["statusReason"]).toBe("bad TOKEN [secret]");
    expect(failure.reasons).toEqual([
      `box: Job ${uuid} failed before becoming ready (bad TOKEN [secret]). Billing has stopped. To ` +
        "buy it again, run `pulumi up --replace` with its URN or change its `triggers`. The job " +
        "stays in the stack.",
    ]);
    expect(inspect(failure.cause)).not.toContain("hunter22");
  });

  test("shows no secret of a purchase that is refused", async () => {
    const refused = createService({ create: [json(422, { message: "bad TOKEN hunter22" })] });
    expect(inspect(await failedCreate(refused))).not.toContain("hunter22");
  });

  const batch = { task: "BATCH", maxTimeoutRunMs: 60_000 };

  test.each<[string, object, number]>([
    ["its customTimeouts", withTimeouts({ create: "42s" }), 42_000],
    ["the service's own windows", {}, 720_000],
    ["windows of the inputs", { maxTimeoutAssignMs: 400_000, maxTimeoutStartMs: 150_000 }, 670_000],
    ["the run as well when it waits for the end", { ...batch, waitFor: "completed" }, 780_000],
    ["no run that has no limit", { task: "BATCH", waitFor: "completed" }, 720_000],
    ["not the run when it does not wait for the end", batch, 720_000],
  ])("waits for %s, and two minutes more for windows", async (_name, settings, deadlineMs) => {
    const service = createService({ create: [created], get: [job("PENDING")] });
    await failedCreate(service, settings);
    expect(service.times.at(-1)).toBe(deadlineMs);
  });
});

describe("read", () => {
  const read = (
    { effects }: Service,
    outputs = outputsOf("RUNNING"),
  ): ReturnType<typeof jobDefinition.read> => jobDefinition.read(effects, uuid, outputs);

  test("gives new outputs, and the inputs as the user would write them", async () => {
    const last = outputsOf("PENDING", { waitFor: "created" });
    const existing = await read(createService(running), last);
    expect(existing).toMatchObject({
      id: uuid,
      outputs: { status: "RUNNING", waitFor: "created", nodeUrls: [sshUrl], __context: context },
    });
    expect(existing?.inputs).toEqual({
      task: "PERSISTENT",
      container: { image: "ubuntu" },
      waitFor: "created",
      __context: { name: "box" },
    });
  });

  describe("of a job that the service does not know", () => {
    test.each<[string, Answers, string]>([
      ["the 404 is a proxy's page", { get: [plain(404, "<html>")] }, "get"],
      ["the key may not list", { get: [notFound], look: [refusal(401)] }, "get get look"],
    ])("fails when %s", async (_name, answers, steps) => {
      const service = createService(answers);
      expect(String(await rejection(read(service)))).toContain("The state is unchanged.");
      expect(stepsOf(service)).toBe(steps);
    });
  });

  test("says what to do when a stored key is refused", async () => {
    const error = await rejection(read(createService({ get: [refusal(401)] })));
    expect(String(error)).toMatch(
      /^DispersedError: box: .*The state is unchanged\..*--run-program/,
    );
  });
});

describe("a state that is not about a job of this service", () => {
  const elsewhere = outputsOf("RUNNING", { apiOrigin: "https://other.example.com" });
  const corrupted = outputsOf("RUNNING", { uuid: "../../v1/jobs" });
  const otherOrigin =
    'box: the job was created at "https://other.example.com", but dispersed:baseUrl is now ' +
    "https://api.example.com. Nothing was sent. Set dispersed:baseUrl back to work with this job. " +
    "`pulumi destroy` uses the setting of the last `pulumi up`: run that first, or `pulumi destroy --run-program`.";
  const noUuid = "box: the job's id in the state is not a uuid; nothing was sent.";

  test.each([
    { operation: "read", outputs: elsewhere, message: `${otherOrigin} The state is unchanged.` },
    { operation: "update", outputs: corrupted, message: `${noUuid} The job stays in the stack.` },
    { operation: "delete", outputs: elsewhere, message: `${otherOrigin} The state is unchanged.` },
  ] as const)("stops a $operation before anything is sent", async ({ operation, ...row }) => {
    const { outputs, message } = row;
    const service = createService({});
    const { effects } = service;
    const operations = {
      read: () => jobDefinition.read(effects, uuid, outputs),
      update: () => jobDefinition.update(effects, uuid, outputs, inputs),
      delete: () => jobDefinition.delete(effects, uuid, outputs),
    };
    const error = await rejection(operations[operation]());
    expect(error).toMatchObject({ kind: "validation", message });
    expect(service.asked).toEqual([]);
  });
});

describe("update", () => {
  const update = (
    { effects }: Service,
    last: string | Readonly<Record<string, unknown>>,
    more: object = {},
  ): ReturnType<typeof jobDefinition.update> =>
    jobDefinition.update(effects, uuid, typeof last === "string" ? outputsOf(last) : last, {
      ...inputs,
      ...more,
    });

  test.each([
    { timeouts: { update: "30s", create: "42s" }, deadlineMs: 30_000 },
    { timeouts: { create: "42s" }, deadlineMs: 42_000 },
  ])("waits as long as the timeouts $timeouts say", async ({ timeouts, deadlineMs }) => {
    const service = createService({ get: [job("PENDING")] });
    await rejection(update(service, "PENDING", withTimeouts(timeouts)));
    expect(service.times.at(-1)).toBe(deadlineMs);
  });

  test.each([
    { name: "a setting", change: { sshUser: "root" } },
    { name: "a deadline", change: withTimeouts({ delete: "1m" }) },
  ])("succeeds for a job that had ended, when it came for $name", async ({ change }) => {
    const service = createService({ get: [job("FAILED")] });
    const updated = await update(service, "FAILED", change);
    expect(updated).toMatchObject({ status: "FAILED", ...change });
  });
});

describe("delete", () => {
  const remove = ({ effects }: Service, outputs = outputsOf("RUNNING")): Promise<void> =>
    jobDefinition.delete(effects, uuid, outputs);

  test("asks nothing at all about a job that the service has forgotten", async () => {
    const service = createService({});
    await remove(service, outputsOf("COMPLETED", { purged: true }));
    expect(service.asked).toEqual([]);
  });

  const [alive, cancelling, cancelled] = ["RUNNING", "CANCELLING", "CANCELLED"].map((status) =>
    job(status),
  ) as [Answer, Answer, Answer];
  const notNow = json(409, { message: "not now" });
  const broken = plain(500, "");
  const fiveBroken = Array<Answer>(5).fill(broken);

  test.each<{ name: string; answers: Answers; steps: string }>([
    {
      name: "a cancel, when it has seen the end",
      answers: { get: [alive, cancelling, cancelling, cancelled], cancel: [cancelling] },
      steps: "get cancel get get get",
    },
    {
      name: "one cancel, whose end was asked for before and which may not be repeated",
      answers: { get: [cancelling, cancelling, cancelling, cancelled], cancel: [notNow] },
      steps: "get cancel get get get",
    },
    {
      name: "lists that fail for a while before they prove the end",
      answers: {
        get: [alive, notFound],
        cancel: [cancelling],
        look: [...fiveBroken, emptyList],
      },
      steps: "get cancel get get look look look look look get get look",
    },
    {
      name: "one cancel of a job that only lists show",
      answers: {
        get: [notFound],
        look: ["RUNNING", "CANCELLING", "CANCELLED"].map((status) => listOf({ uuid, status })),
        cancel: [cancelling],
      },
      steps: "get get look cancel get get look get get look",
    },
  ])("succeeds after $name", async ({ answers, steps }) => {
    const service = createService(answers);
    await remove(service);
    expect(stepsOf(service)).toBe(steps);
  });

  test("says what is wrong and what to do when the job does not end in time", async () => {
    const service = createService({ get: [alive, cancelling], cancel: [cancelling] });
    expect(await rejection(remove(service))).toMatchObject({
      kind: "waitTimeout",
      message:
        `box: Timed out after 10m waiting for job ${uuid} to end: status is CANCELLING. The job may ` +
        "still be billed. Run `pulumi destroy` again, or look at it in the console. The state is " +
        "unchanged.",
    });
    expect(service.times.at(-1)).toBe(600_000);
  });
});
