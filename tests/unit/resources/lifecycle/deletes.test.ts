// Whose job a delete ends, and what it says when it cannot.
import { keyFingerprint } from "../../../../provider/resources/account/confirmGone";
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import { json, plain, rejection, START_OF_TIME } from "../../../support/fakes";
import {
  createService,
  generation,
  job,
  marker,
  otherEnds,
  outputsOf,
  owner,
  twins,
  uuid,
  type Answers,
  type Service,
} from "../../../support/scriptedService";

const outputs = outputsOf("RUNNING", { marker });

/** A service where the job can be cancelled; the journal knows of its purchase. */
const serviceWith = (answers: Answers = {}): Service => {
  const service = createService({
    get: [job("RUNNING"), job("CANCELLED")],
    cancel: [job("CANCELLING")],
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
          "billed for as long as it runs, and is cancelled when that resource is deleted.",
      ],
      1,
    ]);
  });

  test("for this very resource ends with it", async () => {
    const service = serviceWith();
    service.effects.processJobs.claim(uuid, generation);
    await remove(service);
    expect([service.asked.includes("cancel"), service.said]).toEqual([true, []]);
    expect(service.effects.processJobs.endedOf(owner)).toBe(uuid);
  });
});

describe("a job whose last holder is noted", () => {
  const holder = { holder: "hhhhhhhh.bbbbbbbb", isRetained: false };

  /** A service whose journal has another resource as the last holder. */
  const heldByOther = (answers: Answers = {}): Service => {
    const service = serviceWith(answers);
    const named = { ...holder, name: "other", stack: "lab/dev" };
    service.effects.journal.hold(uuid, { ...named, generation: "eeeeeeeeee" });
    return service;
  };

  test("ends with that resource under any name", async () => {
    const service = serviceWith();
    service.effects.journal.hold(uuid, { ...holder, generation });
    await remove(service);
    expect(service.asked.includes("cancel")).toBe(true);
  });

  test.each([
    ["", outputs],
    [
      ", also where the state does not tell this one's generation",
      { ...outputs, marker: undefined },
    ],
  ])(
    "stays in the state while it is alive and this run has not seen that resource%s",
    async (_name, state) => {
      const service = heldByOther();
      expect(String(await rejection(remove(service, state)))).toContain(
        `box: Job ${uuid} was not cancelled and is still billed: resource other of stack lab/dev held it ` +
          "when this machine last saw the job, and this run has not seen that resource. If that " +
          "resource still exists, it keeps the job: remove this one from the state with `pulumi state " +
          "delete`. If it does not exist any more, cancel the job in the console, and run the command " +
          "again. The state is unchanged.",
      );
      expect([service.asked, service.said, entries(service)]).toEqual([["get"], [], 1]);
    },
  );

  test.each([
    ["has ended", { get: [job("CANCELLED")] }],
    ["is being cancelled", { get: [job("CANCELLING"), job("CANCELLING"), job("CANCELLED")] }],
  ])("is deleted when it %s", async (_name, answers) => {
    const service = heldByOther(answers);
    await remove(service);
    expect([entries(service), service.effects.journal.holderOf(uuid)]).toEqual([0, undefined]);
  });

  test("is left to that resource when the engine shows it a moment later", async () => {
    const service = heldByOther();
    const deleted = remove(service);
    const other = { ...outputs, __context: { id: "hhhhhhhh.iiiiiiii.eeeeeeeeee" } };
    jobDefinition.recordState(service.effects.processJobs, other);
    await deleted;
    expect([service.asked.includes("cancel"), service.said]).toEqual([
      false,
      [
        `warn: Job ${uuid} was not cancelled: resource other of stack lab/dev holds it by now. It is ` +
          "billed for as long as it runs, and is cancelled when that resource is deleted.",
      ],
    ]);
  });

  test("is no longer that resource's after it left the job to another one", async () => {
    const service = serviceWith();
    const { journal, processJobs } = service.effects;
    journal.hold(uuid, { ...holder, generation });
    processJobs.claim(uuid, "eeeeeeeeee");
    await remove(service);
    expect(journal.holderOf(uuid)).toEqual(holder);
  });

  test.each([
    ["by its generation where the outputs have it", generation, generation],
    ["without one where they have another purchase's, as after an import", "eeeeeeeeee", undefined],
  ])("is noted %s", (_name, drawn, expected) => {
    const { effects } = serviceWith();
    const inputs = { __context: { id: `hhhhhhhh.bbbbbbbb.${drawn}` } };
    jobDefinition.recordState(effects.processJobs, { ...outputs, uuid }, { inputs });
    expect(effects.journal.holderOf(uuid)?.generation).toBe(expected);
  });
});

describe("an unconfirmed purchase", () => {
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
    const service = serviceWith({ look: [twins], ...otherEnds });
    await remove(service, intent, id);
    expect(service.asked.filter((route) => route.startsWith("cancel"))).toEqual([
      "cancelOther",
      "cancel",
    ]);
  });

  test("stays in the state while lists fail, and the error says how to ask again", async () => {
    const service = serviceWith({ look: [plain(403, "<html>")] });
    expect(String(await rejection(remove(service, intent, id)))).toContain(
      "It may still be billed. Run `pulumi destroy` again. The state is unchanged.",
    );
  });
});

describe("a job that the state has twice: at a replaced resource, and at the one that took it over,", () => {
  const successor = outputsOf("RUNNING", {
    marker,
    __context: { ...(outputs["__context"] as object), id: "sdkstack.bbbbbbbb.eeeeeeeeee" },
  });

  test.each<{ name: string; deleted: (typeof outputs)[] }>([
    { name: "the replaced one goes first", deleted: [outputs, successor] },
    { name: "its successor goes first", deleted: [successor, outputs] },
  ])("is cancelled by the last delete of the two when $name", async ({ deleted }) => {
    const service = serviceWith({ get: [job("CANCELLED")] });
    for (const state of deleted) jobDefinition.recordState(service.effects.processJobs, state);
    const asked: boolean[] = [];
    for (const state of deleted) {
      await remove(service, state);
      asked.push(service.asked.length > 0);
    }
    expect(asked).toEqual([false, true]);
  });
});

test("a refused stored key is explained", async () => {
  const service = serviceWith({ get: [json(401, { message: "no" })] });
  expect(String(await rejection(remove(service)))).toContain("--run-program");
});
