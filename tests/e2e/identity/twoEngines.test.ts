// Another engine, on another backend, meets a purchase that the first one is just making.
import { succeeded } from "../../support/engine/project";
import { eventually } from "../interrupted/interrupt";
import {
  boxProgram,
  CREATE,
  createStack,
  printed,
  writes,
  type TestStack,
} from "../../support/stack";

jest.setTimeout(300_000);

let first: TestStack;
let second: TestStack;
beforeEach(async () => {
  first = await createStack({ commandLimitMs: 280_000 });
  second = await createStack({ beside: first.emulator, commandLimitMs: 280_000 });
  // One person's machine, and so one journal.
  Object.assign(second.project.env, { PULUMI_HOME: first.project.env["PULUMI_HOME"] });
  succeeded(await second.project.pulumi("stack", "select", "test"));
});
afterEach(async () => {
  await second.close();
  await first.close();
});

test("it neither cancels nor takes the job, though its program asks for another", async () => {
  const { emulator, project } = first;
  emulator.addFaults([{ route: CREATE, phase: "before-headers", action: "delay", ms: 15_000 }]);
  project.write({ "index.js": boxProgram() });
  const buying = project.start("up", "--yes", "--skip-preview");
  await eventually(() => emulator.ledger().jobs.length === 1, "the job");

  const run = await second.up(boxProgram({ gpuCount: 2 }));
  expect(run.code).not.toBe(0);
  succeeded(await buying.ended);
  const [job] = emulator.ledger().jobs;
  expect(printed(run)).toContain(job?.uuid);
  expect([job?.status, writes(emulator)]).toEqual(["RUNNING", [CREATE]]);

  succeeded(await second.project.pulumi("destroy", "--yes", "--skip-preview"));
  expect(emulator.ledger().alive).toBe(1);
});
