// A request that was sent twice, by a run that could not check what both requests made.
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import { createInterruptedJobs } from "../../../../provider/resources/account/interruptedJobs";
import type { KnownEntry } from "../../../../provider/resources/account/journal";
import { parseMarker } from "../../../../provider/resources/job/marker";
import { plain, START_OF_TIME, type Answer } from "../../../support/fakes";
import {
  createService,
  generation,
  job,
  listOf,
  marker,
  otherUuid,
  outputsOf,
  owner,
  running,
  type ListedJob,
  uuid,
  type Service,
} from "../../../support/scriptedService";
const outputs = outputsOf("RUNNING", { marker });
const inputs = Object.fromEntries(Object.entries(outputs).filter(([name]) => name !== "marker"));
const MINUTE_MS = 60_000;
const listed = (id: string, minutesAgo: number): ListedJob => ({
  uuid: id,
  status: "RUNNING",
  marker,
  created_at: new Date(START_OF_TIME - minutesAgo * MINUTE_MS).toISOString(),
});
const both = listOf(listed(uuid, 20), listed(otherUuid, 20));
const one = listOf(listed(uuid, 20));

/** A service with the second job, and a journal that says that two requests were sent. */
function serviceWith({
  look = both,
  minutesAgo = 1,
  entry = {},
  isEnded = false,
  cancelOther = job("CANCELLING", { uuid: otherUuid }),
}: {
  readonly look?: typeof both;
  readonly minutesAgo?: number;
  readonly entry?: Partial<KnownEntry>;
  readonly isEnded?: boolean;
  readonly cancelOther?: Answer;
} = {}): Service {
  const service = createService({
    ...running,
    get: isEnded ? [job("CANCELLED")] : [job("RUNNING")],
    cancel: [job("CANCELLED")],
    getOther: ["RUNNING", "CANCELLED"].map((status) => job(status, { uuid: otherUuid })),
    cancelOther: [cancelOther],
    look: [look],
  });
  service.effects.journal.add(owner, {
    generation,
    spec: "dddddddd",
    uuid,
    state: "tracked",
    isSentTwice: true,
    postedAtMs: START_OF_TIME - minutesAgo * MINUTE_MS,
    ...entry,
  });
  return service;
}
const isOpen = ({ effects }: Service): readonly boolean[] =>
  effects.journal.entriesOf(owner).map(({ isSentTwice }) => isSentTwice === true);
const cancels = ({ asked }: Service): readonly string[] =>
  asked.filter((route) => route.startsWith("cancel"));
const update = ({ effects }: Service): Promise<unknown> =>
  jobDefinition.update(effects, uuid, outputs, { ...inputs, sshUser: "root", waitFor: "running" });
const read = ({ effects }: Service): Promise<unknown> => jobDefinition.read(effects, uuid, outputs);
const remove = ({ effects }: Service): Promise<void> =>
  jobDefinition.delete(effects, uuid, outputs);

describe("the second job of a request", () => {
  test("is named by a read, which cancels nothing", async () => {
    const service = serviceWith({ minutesAgo: 20 });
    await read(service);
    expect([cancels(service), service.said, isOpen(service)]).toEqual([
      [],
      [
        `warn: Job ${otherUuid} (RUNNING) was created by the same request as job ${uuid}, and is ` +
          "billed too. No state has it. Cancel it with `npx dispersed sweep --project . --cancel` or in the console.",
      ],
      [true],
    ]);
  });

  test("is cancelled by an update, which keeps the first", async () => {
    const service = serviceWith({ minutesAgo: 20 });
    await update(service);
    expect([cancels(service), isOpen(service)]).toEqual([["cancelOther"], [false]]);
  });

  test("is cancelled by a delete too", async () => {
    const service = serviceWith({ minutesAgo: 20, isEnded: true });
    await remove(service);
    expect([cancels(service), isOpen(service)]).toEqual([["cancelOther"], []]);
  });

  test("is left alone where another resource has adopted it", async () => {
    const service = serviceWith({ minutesAgo: 20 });
    service.effects.journal.hold(otherUuid, { holder: "eeeeeeee.ffffffff", isRetained: false });
    await update(service);
    expect(cancels(service)).toEqual([]);
  });
});

describe("a copy that somebody made of the job with its description", () => {
  const copied = listOf(listed(uuid, 20), listed(otherUuid, 1));
  const copyWords = `Job ${otherUuid} is RUNNING and carries the marker of another job`;

  test("is left alone by an update, and does not keep the search open", async () => {
    const service = serviceWith({ look: copied, minutesAgo: 20 });
    await update(service);
    expect([cancels(service), isOpen(service)]).toEqual([[], [false]]);
    expect(service.said.join("\n")).toContain(copyWords);
  });

  test("is left alone by a delete", async () => {
    const service = serviceWith({ look: copied, minutesAgo: 20, isEnded: true });
    await remove(service);
    expect([cancels(service), service.said.join("\n")]).toEqual([
      [],
      expect.stringContaining(copyWords),
    ]);
  });

  test("is not called a job of the same request by a read", async () => {
    const service = serviceWith({ look: copied, minutesAgo: 20 });
    await read(service);
    expect(service.said).toEqual([expect.stringContaining(copyWords)]);
  });
});

test("a second job that cannot be cancelled is searched again", async () => {
  const service = serviceWith({ minutesAgo: 20, cancelOther: plain(403, "<html>") });
  await update(service);
  expect(isOpen(service)).toEqual([true]);
});

describe("while a second job may still come,", () => {
  test("a delete keeps the journal's entry and says when to look", async () => {
    const service = serviceWith({ look: one, isEnded: true });
    await remove(service);
    expect([service.said, isOpen(service)]).toEqual([
      [
        `warn: The create request of job ${uuid} was sent twice, and whether both made a job is not ` +
          "known. Run `npx dispersed orphans --project .` in 9m to see.",
      ],
      [true],
    ]);
  });

  test("so does the read of a job that has ended", async () => {
    const service = serviceWith({ look: one, isEnded: true });
    await read(service);
    expect(isOpen(service)).toEqual([true]);
  });

  test("an up without a change says which command searches it", () => {
    const { effects } = serviceWith();
    expect(jobDefinition.recall?.(effects.journal, outputs, {})).toEqual([
      `The create request of job ${uuid} was sent twice, and whether both made a job is not known. ` +
        "Run `pulumi refresh` to look for a second one.",
    ]);
  });

  test("the next create names it where the resource has left the program", () => {
    const { effects } = serviceWith();
    const { journal, processJobs } = effects;
    const interruptedJobs = createInterruptedJobs({ journal, processJobs, namespace: "" });
    const parsed = parseMarker(marker);
    if (parsed === undefined) throw new Error("a marker");
    const listed = { status: "RUNNING", task: "BATCH", createdAt: undefined, marker: parsed };
    interruptedJobs.find([{ ...listed, uuid }]);
    interruptedJobs.find([
      { ...listed, uuid },
      { ...listed, uuid: otherUuid },
    ]);
    const named = interruptedJobs.take().map((each) => each.uuid);
    expect([named, interruptedJobs.take()]).toEqual([[otherUuid], []]);
  });
});

describe("once no second job can come any more,", () => {
  test("a refresh ends the search", async () => {
    const service = serviceWith({ look: one, minutesAgo: 20 });
    await read(service);
    expect([service.said, isOpen(service)]).toEqual([[], [false]]);
    expect(jobDefinition.recall?.(service.effects.journal, outputs, {})).toEqual([]);
  });

  test("a list that cannot be read ends nothing, and fails neither read nor update", async () => {
    const service = serviceWith({ look: plain(403, "<html>"), minutesAgo: 20 });
    await read(service);
    expect(isOpen(service)).toEqual([true]);
    expect(service.said.join("\n")).toContain("whether both made a job is not known");
  });

  test("a delete fails where the list cannot be read: no later run would search", async () => {
    const service = serviceWith({ look: plain(403, "<html>"), minutesAgo: 20, isEnded: true });
    await expect(remove(service)).rejects.toThrow();
    expect(isOpen(service)).toEqual([true]);
  });
});
