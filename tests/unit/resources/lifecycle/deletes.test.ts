// Whose job a delete ends, and what it says when it cannot.
import { keyFingerprint } from "../../../../provider/resources/account/confirmGone";
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import { json, plain, rejection, START_OF_TIME, type Answer } from "../../../support/fakes";
import {
  createService,
  job,
  listOf,
  noRuns,
  notFound,
  otherUuid,
  outputsOf,
  uuid,
  type Route,
  type Service,
} from "../../../support/scriptedService";

const marker = "aaaaaaaa.bbbbbbbb.cccccccccc.dddddddd";
const owner = "aaaaaaaa.bbbbbbbb";
const generation = "cccccccccc";
const outputs = outputsOf("RUNNING", { marker });

/** A service where the job can be cancelled; the journal knows of its purchase. */
const serviceWith = (answers: Partial<Record<Route, readonly Answer[]>> = {}): Service => {
  const service = createService({
    get: [job("RUNNING"), job("CANCELLED")],
    cancel: [job("CANCELLING")],
    runs: [noRuns],
    ...answers,
  });
  const { journal } = service.effects;
  journal.post(owner, { generation, spec: "dddddddd", origin: "", postedAtMs: START_OF_TIME });
  return service;
};
const remove = ({ effects }: Service, state = outputs, id = uuid): Promise<void> =>
  jobDefinition.delete(effects, id, state);
const entries = ({ effects }: Service): number => effects.journal.entriesOf(owner).length;

describe("a job that this process took over", () => {
  test("for another step of the run goes on: the delete succeeds, and says so", async () => {
    const service = serviceWith();
    service.effects.processJobs.claim(uuid, "eeeeeeeeee");
    await remove(service);
    expect([service.asked, service.said, entries(service)]).toEqual([
      [],
      [
        `warn: Job ${uuid} was not cancelled: another resource of this stack holds it by now. It is ` +
          "still billed, and is cancelled when that resource is deleted.",
      ],
      1,
    ]);
  });

  test("for this very resource ends with it", async () => {
    const service = serviceWith();
    service.effects.processJobs.claim(uuid, generation);
    await remove(service);
    expect([service.asked.includes("cancel"), service.said]).toEqual([true, []]);
  });
});

describe("the journal", () => {
  test("forgets the purchase when the end of its job was seen", async () => {
    const service = serviceWith();
    await remove(service);
    expect(entries(service)).toBe(0);
  });

  test("keeps it while the job may be alive", async () => {
    const service = serviceWith({ cancel: [json(403, { message: "no" })] });
    await rejection(remove(service));
    expect(entries(service)).toBe(1);
  });
});

describe("a purchase that nobody could confirm", () => {
  const id = `unconfirmed:${marker}`;
  const intent = {
    ...outputsOf("UNCONFIRMED", { uuid: undefined, marker }),
    __context: {
      name: "box",
      key: keyFingerprint("pk_test"),
      postedAtMs: START_OF_TIME - 3_600_000,
    },
  };

  test("that never made a job is forgotten, and nothing is cancelled", async () => {
    const service = serviceWith();
    await remove(service, intent, id);
    expect([service.asked, service.said, entries(service)]).toEqual([
      ["look", "look", "look"],
      ["warn: no job was ever made for this resource: nothing to cancel"],
      0,
    ]);
  });

  test("that made two jobs ends both", async () => {
    const service = serviceWith({
      look: [
        listOf(
          { uuid, status: "RUNNING", marker },
          {
            ...{ uuid: otherUuid, status: "PENDING", marker },
            created_at: new Date(START_OF_TIME - 3_600_000).toISOString(),
          },
        ),
      ],
      getOther: ["PENDING", "CANCELLED"].map((status) => job(status, { uuid: otherUuid })),
      cancelOther: [job("CANCELLING", { uuid: otherUuid })],
    });
    await remove(service, intent, id);
    expect(service.asked.filter((route) => route.startsWith("cancel"))).toEqual([
      "cancelOther",
      "cancel",
    ]);
  });

  test("stays in the state while nobody can tell, and how to ask again is said", async () => {
    const service = serviceWith({ look: [plain(403, "<html>")] });
    expect(String(await rejection(remove(service, intent, id)))).toContain(
      "It may still be billed. Run `pulumi destroy` again. The state is unchanged.",
    );
  });
});

test("a stored key that is refused is told of with the ways on", async () => {
  const service = serviceWith({ get: [json(401, { message: "no" })] });
  expect(String(await rejection(remove(service)))).toContain("--run-program");
});

test("the pause between refused cancels grows", async () => {
  const service = serviceWith({ get: [job("RUNNING")], cancel: [json(409, { message: "later" })] });
  await rejection(remove(service));
  expect(service.clock.slept).toEqual([1_000, 2_000]);
});

test.each([
  ["that comes and goes", [notFound, job("RUNNING")], "RUNNING"],
  ["that cannot be looked at", [job("RUNNING"), plain(500, "")], "not known"],
])("a job %s may be billed at the deadline", async (_name, [first, then], status) => {
  const gets = Array.from({ length: 1_000 }, (_, index) => (index % 2 === 0 ? first : then));
  const get = first === notFound ? gets : [first, then];
  const service = serviceWith({ get: get as Answer[] });
  expect(String(await rejection(remove(service)))).toContain(
    `waiting for job ${uuid} to end: status is ${status}. The job may still be billed.`,
  );
});

describe("the key that saw a job", () => {
  test("has a short name, for bytes of state are speed", () => {
    expect(keyFingerprint("pk_test")).toMatch(/^[\w-]{8}$/);
  });

  test("is asked for where another one sees nothing", async () => {
    const service = serviceWith({ get: [notFound] });
    const state = { ...outputs, __context: { name: "box", key: "other" } };
    expect(await rejection(remove(service, state))).toMatchObject({ kind: "config" });
  });
});
