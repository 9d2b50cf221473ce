// A live job whose reads answer 404 while lists show it, on the real engine: through both adapters, in a
// quorum, in an update, in the list before a create, and beside one that is really gone.
import type { Emulator } from "../../../emulator";
import { boxStacks } from "../../support/boxStacks";
import { succeeded } from "../../support/engine/project";
import {
  boxArgs,
  boxProgram,
  CANCEL,
  CREATE,
  useStack,
  programOf,
  writes,
} from "../../support/stack";
import { killAfterPost } from "../interrupted/interrupt";

jest.setTimeout(180_000);

const notFound = '{"error":{"code":"not_found","message":"There is no such job."}}';

/** From now on reads by an id are answered 404, while lists are as they were. */
const hideFromReads = ({ emulator }: { readonly emulator: Emulator }): void =>
  emulator.failNext({ route: "GET /v1/jobs/{uuid}", status: 404, body: notFound, count: 1_000 });

const quorum = programOf(
  `const box = new dispersed.Job("box", ${JSON.stringify(boxArgs)});
   const fleet = new dispersed.JobQuorum("fleet", { jobs: { a: { uuid: box.uuid } }, need: 1 });
   exports.ready = fleet.ready;
   exports.failed = fleet.failed;`,
);

describe("a live job that reads do not find", () => {
  const stack = useStack();

  test("a refresh of a quorum counts such a job, and replaces nothing", async () => {
    succeeded(await stack.up(quorum));
    hideFromReads(stack);
    succeeded(await stack.up(quorum, "--refresh"));
    expect(await stack.outputs()).toMatchObject({ ready: ["a"], failed: [] });
    expect([stack.emulator.ledger().alive, writes(stack.emulator)]).toEqual([1, [CREATE]]);
  });

  test("an update in place that waits for such a job keeps it", async () => {
    succeeded(await stack.up(boxProgram({ waitFor: "created" })));
    hideFromReads(stack);
    succeeded(await stack.up(boxProgram({ waitFor: "running" })));
    expect([stack.emulator.ledger().alive, writes(stack.emulator)]).toEqual([1, [CREATE]]);
  });

  test("a create after a killed run adopts such a job, and buys no other", async () => {
    await killAfterPost(stack, boxProgram());
    hideFromReads(stack);
    succeeded(await stack.up(boxProgram()));
    const [job] = stack.emulator.ledger().jobs;
    expect((await stack.job()).outputs).toMatchObject({ uuid: job?.uuid });
    expect([stack.emulator.ledger().alive, writes(stack.emulator)]).toEqual([1, [CREATE]]);
  });

  test("a job that a refresh proved gone counts for nothing in the create of the same run", async () => {
    succeeded(await stack.up(boxProgram()));
    const { id = "" } = await stack.job();
    stack.emulator.forgetJob(id, { force: true });
    succeeded(await stack.up(boxProgram(), "--refresh"));
    expect((await stack.job()).id).not.toBe(id);
    succeeded(await stack.destroy());
    expect(writes(stack.emulator)).toEqual([CREATE, CREATE, CANCEL]);
  });
});

// The plugin reads a job before each up; the dynamic provider does with --refresh.
test.each(boxStacks)("at %s an up keeps such a job, and destroy ends it", async (name, open) => {
  const flags = name === "the plugin" ? [] : ["--refresh"];
  const box = await open();
  const { emulator, project } = box;
  try {
    succeeded(await box.up());
    const [job] = emulator.ledger().jobs;
    hideFromReads(box);
    succeeded(await box.up({}, ...flags));
    expect([emulator.ledger().alive, writes(emulator)]).toEqual([1, [CREATE]]);
    expect(JSON.stringify(await project.exportState())).toContain(job?.uuid);
    succeeded(await box.destroy());
    expect([emulator.ledger().alive, writes(emulator)]).toEqual([0, [CREATE, CANCEL]]);
  } finally {
    await box.close();
  }
});
