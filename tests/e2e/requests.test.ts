// What does not depend on the machine: how often the service is asked, and how much the state holds.
import { succeeded } from "../support/engine/project";
import { createStack, programOf, type TestStack } from "../support/stack";

const JOBS = 30;

const program = programOf(
  `for (let number = 0; number < ${JOBS}; number += 1) {
     new dispersed.Job("render-" + number, {
       task: "BATCH",
       maxTimeoutRunMs: 36_000_000,
       container: { image: "otoy/dispersed-base", tag: "1.0", ports: [8080] },
     });
   }`,
);

describe(`a stack of ${JOBS} jobs`, () => {
  let stack: TestStack;
  const asked: Record<string, number> = {};
  let largest = 0;

  beforeAll(async () => {
    stack = await createStack({ runForMs: 36_000_000 });
    stack.project.write({ "index.js": program });
    for (const command of ["up", "preview", "refresh", "destroy"]) {
      const before = stack.emulator.ledger().requests;
      const flags = command === "preview" ? [] : ["--yes", "--skip-preview"];
      succeeded(await stack.project.pulumi(command, ...flags));
      asked[command] = stack.emulator.ledger().requests - before;
      if (command !== "up") continue;
      const { resources = [] } = await stack.project.exportState();
      const jobs = resources.filter(({ type }) => type.endsWith("dispersed:Job"));
      largest = Math.max(...jobs.map((job) => Buffer.byteLength(JSON.stringify(job))));
    }
  });
  afterAll(() => stack.close());

  test("is created with six requests for each job at most, though the service starts it at once", () => {
    expect(asked["up"]).toBeLessThanOrEqual(6 * JOBS);
  });

  test("is previewed without a request", () => {
    expect(asked["preview"]).toBe(0);
  });

  test("is refreshed with fewer requests than it has jobs", () => {
    expect(asked["refresh"]).toBeLessThan(JOBS);
  });

  test("is destroyed with four requests for each job at most", () => {
    expect(asked["destroy"]).toBeLessThanOrEqual(4 * JOBS);
  });

  test("holds no more than 2,600 bytes of each job in the state", () => {
    expect(largest).toBeLessThanOrEqual(2_600);
  });
});
