// A batch job as a step of a deployment, on the real engine.
import { useStack, printed, programOf } from "../../support/stack";
import { succeeded } from "../../support/engine/project";

const stack = useStack({}, true);

/** A program with one BatchRun, and a step that comes after it. */
const program = (env: Readonly<Record<string, string>>): string =>
  programOf(
    `const run = new dispersed.BatchRun("render", ${JSON.stringify({
      container: { image: "renderer", env },
      maxTimeoutRunMs: 60_000,
    })});
     exports.outcome = run.outcome;
     exports.durationMs = run.durationMs;
     exports.log = run.logsTail;
     exports.after = run.outcome.apply((outcome) => "published after it " + outcome);`,
  );

const crash = { EMULATOR_RUN_FOR_MS: "10", EMULATOR_EXIT_CODE: "3", TOKEN: "hunter22-token" };
const good = { EMULATOR_RUN_FOR_MS: "10" };

/** Lets containers print this. In their environment, for the emulator, it would be a secret. */
const printing = (logs: string): void => {
  const route = "GET /v1/job-runs/{uuid}";
  stack.emulator.liftFaults();
  stack.emulator.addFaults([{ route, action: "lie", json: { logs }, occurrence: "every" }]);
};

test("a run that fails fails the deployment, with the reason and the log's end, and bills no more", async () => {
  printing("frame 1\ntoken hunter22-token\nout of memory\n");
  const run = await stack.up(program(crash));
  const text = printed(run);
  expect(run.code).not.toBe(0);
  expect(text).toContain("(container exited with code 3)");
  expect(text).toContain("| out of memory");
  expect(text).toContain("| token [secret]");
  const state = JSON.stringify(await stack.project.exportState());
  expect(text + state).not.toContain("hunter22-token");
  expect(text).not.toContain("published after it");
  expect(stack.emulator.ledger()).toMatchObject({ alive: 0, jobs: [{ status: "FAILED" }] });
});

test("the next up buys it anew, and goes on when it completes", async () => {
  printing("frame 1\nall frames done\n");
  succeeded(await stack.up(program(good)));
  expect(await stack.outputs("--show-secrets")).toEqual({
    outcome: "completed",
    durationMs: expect.any(Number) as unknown,
    log: "frame 1\nall frames done",
    after: "published after it completed",
  });
  expect(await stack.outputs()).toMatchObject({ log: "[secret]" });
});
