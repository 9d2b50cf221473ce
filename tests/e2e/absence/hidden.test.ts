// A live job whose reads answer 404 while lists show it, on the real engine: in a quorum, in an update, in
// the list before a create, and beside one that is really gone.
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

const stack = useStack();

/** From now on reads by an id are answered 404, while lists are as they were. */
const hideFromReads = (): void =>
  stack.emulator.failNext({
    ...{ route: "GET /v1/jobs/{uuid}", status: 404 },
    body: notFound,
    count: 1_000,
  });

const quorum = programOf(
  `const box = new dispersed.Job("box", ${JSON.stringify(boxArgs)});
   const fleet = new dispersed.JobQuorum("fleet", { jobs: { a: { uuid: box.uuid } }, need: 1 });
   exports.ready = fleet.ready;
   exports.failed = fleet.failed;`,
);

test("a refresh of a quorum counts such a job, and replaces nothing", async () => {
  succeeded(await stack.up(quorum));
  hideFromReads();
  succeeded(await stack.up(quorum, "--refresh"));
  const { stdout } = succeeded(await stack.project.pulumi("stack", "output", "--json"));
  expect(JSON.parse(stdout)).toMatchObject({ ready: ["a"], failed: [] });
  expect([stack.emulator.ledger().alive, writes(stack.emulator)]).toEqual([1, [CREATE]]);
});

test("an update in place that waits for such a job keeps it", async () => {
  succeeded(await stack.up(boxProgram({ waitFor: "created" })));
  hideFromReads();
  succeeded(await stack.up(boxProgram({ waitFor: "running" })));
  expect([stack.emulator.ledger().alive, writes(stack.emulator)]).toEqual([1, [CREATE]]);
});

test("a create after a killed run adopts such a job, and buys no other", async () => {
  await killAfterPost(stack, boxProgram());
  hideFromReads();
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
