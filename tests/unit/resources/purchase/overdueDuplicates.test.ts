// A request that was sent twice, by a run that could not check what both requests made.
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import { plain, START_OF_TIME, type Answer } from "../../../support/fakes";
import {
  createService,
  generation,
  job,
  listOf,
  marker,
  otherEnds,
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
const CANCELS = ["cancelOther"];
const both = listOf(listed(uuid, 20), listed(otherUuid, 20));
const one = listOf(listed(uuid, 20));

const copied = listOf(listed(uuid, 20), listed(otherUuid, 1));
const unreadable = plain(403, "<html>");

interface Facts {
  readonly look?: Answer;
  readonly minutesAgo?: number;
  readonly isEnded?: boolean;
  readonly isHeld?: boolean;
  readonly cancelOther?: Answer;
  readonly key?: string;
}

/** A service with the second job, and a journal that says that two requests were sent. */
function serviceWith({
  look = both,
  minutesAgo = 20,
  isEnded = false,
  isHeld = false,
  cancelOther = job("CANCELLING", { uuid: otherUuid }),
  key,
}: Facts = {}): Service {
  const service = createService({
    ...running,
    get: isEnded ? [job("CANCELLED")] : [job("RUNNING")],
    cancel: [job("CANCELLED")],
    getOther: otherEnds.getOther ?? [],
    cancelOther: [cancelOther],
    look: [look],
  });
  const { journal } = service.effects;
  const postedAtMs = START_OF_TIME - minutesAgo * MINUTE_MS;
  const purchase = { generation, spec: "dddddddd", uuid, postedAtMs, key };
  journal.add(owner, { ...purchase, state: "tracked", isSentTwice: true });
  if (isHeld) journal.hold(otherUuid, { holder: "eeeeeeee.ffffffff", isRetained: false });
  return service;
}
/** Whether the journal's entries, if any are left, still ask for a second job. */
const isOpen = ({ effects }: Service): readonly boolean[] =>
  effects.journal.entriesOf(owner).map(({ isSentTwice }) => isSentTwice === true);
const cancels = ({ asked }: Service): readonly string[] =>
  asked.filter((route) => route.startsWith("cancel"));
const operations = {
  read: ({ effects }: Service) => jobDefinition.read(effects, uuid, outputs),
  update: ({ effects }: Service) =>
    jobDefinition.update(effects, uuid, outputs, {
      ...inputs,
      sshUser: "root",
      waitFor: "running",
    }),
  delete: ({ effects }: Service) => jobDefinition.delete(effects, uuid, outputs),
};

const saying = (...words: readonly string[]): unknown =>
  words.map((each): unknown => expect.stringContaining(each));
const anything: unknown = expect.any(Array);
const ofSameRequest =
  `warn: Job ${otherUuid} (RUNNING) was created for the same resource as job ${uuid}, and is ` +
  "billed too. No state has it. Cancel it with `npx dispersed sweep --project . --cancel` or in the console.";
const later =
  `warn: Whether the resource with job ${uuid} made a second job is not known: an answer was lost. ` +
  "Run `npx dispersed orphans --project .` in 9m to see.";
const isCopy = `Job ${otherUuid} is RUNNING and carries the marker of another job`;
const notKnown = "made a second job is not known";
const ended = { isEnded: true };
const young = { look: one, minutesAgo: 1, ...ended };
const refusal = { cancelOther: unreadable };
type Row = [string, keyof typeof operations, Facts, string[], boolean[], unknown];

test.each<Row>([
  ["is named by a read, which cancels nothing", "read", {}, [], [true], [ofSameRequest]],
  ["is cancelled by an update, which keeps the first", "update", {}, CANCELS, [false], anything],
  ["is left alone where another resource has it", "update", { isHeld: true }, [], [false], []],
  ["is searched again where it cannot be cancelled", "update", refusal, CANCELS, [true], anything],
  [
    "is left alone by an update where it is a copy",
    "update",
    { look: copied },
    [],
    [false],
    saying(isCopy),
  ],
  [
    "is called a copy by a read where it is one",
    "read",
    { look: copied },
    [],
    [false],
    saying(isCopy),
  ],
  ["may still come: a delete says when to look", "delete", young, [], [true], [later]],
  ["may still come after a read of the ended job", "read", young, [], [true], []],
  ["is cancelled by a delete", "delete", ended, CANCELS, [], anything],
  [
    "is searched again with the key that asked",
    "read",
    { look: one, key: "other" },
    [],
    [true],
    [],
  ],
  ["is not searched again once a refresh has proven it", "read", { look: one }, [], [false], []],
  [
    "is searched again where a read cannot list",
    "read",
    { look: unreadable },
    [],
    [true],
    saying(notKnown),
  ],
])("the second job of a request %s", async (...row) => {
  const [, by, facts, cancelled, open, said] = row;
  const service = serviceWith(facts);
  await operations[by](service);
  expect([cancels(service), isOpen(service), service.said]).toEqual([cancelled, open, said]);
});

test("a delete fails where the list cannot be read: no later run would search", async () => {
  const service = serviceWith({ look: unreadable, ...ended });
  await expect(operations.delete(service)).rejects.toThrow();
  expect(isOpen(service)).toEqual([true]);
});

test("an up without a change says which command searches a second job, while one may come", async () => {
  const service = serviceWith({ look: one });
  const recalled = (): unknown => jobDefinition.recall?.(service.effects.journal, outputs, {});
  expect(recalled()).toEqual([
    `Whether the resource with job ${uuid} made a second job is not known: an answer was lost. ` +
      "Run `pulumi refresh` to look for a second one.",
  ]);
  await operations.read(service);
  expect(recalled()).toEqual([]);
});
