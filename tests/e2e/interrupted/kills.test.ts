// Runs that are interrupted at random moments of create, wait, replace and delete. A person then runs
// `up` and `destroy`: there is one job for each box, and in the end nothing is alive. The seed is in
// the names; KILL_SEED plays one again, KILL_POINTS says how many points of it, and `-t "17:"` picks one.
import { sizeOf, tally } from "../../support/tally";
import {
  boxArgs,
  CANCEL,
  CREATE,
  printed,
  programOf,
  trackedAndAlive,
  type TestStack,
  expectInStep,
  useStack,
} from "../../support/stack";
import { succeeded } from "../../support/engine/project";
import { eventually, interrupt, pause, unlock } from "./interrupt";
import { planKills, type Moment, type Point } from "./killPlan";

const seed = Number(process.env["KILL_SEED"] ?? 2026);
const plan = planKills(seed, sizeOf("KILL_POINTS", 4));

// Long enough in each status to be hit there.
const PACE = { assignAfterMs: 200, startAfterMs: 200, cancelAfterMs: 150 };

/** The requests that must have come, one after the other, when a moment begins. */
const begins: Readonly<Record<Moment, readonly string[]>> = {
  look: ["GET /v1/jobs"],
  post: [CREATE],
  answer: [CREATE],
  // Boxes that wait together are polled together; each poll ends with their runs.
  wait: [CREATE, "GET /v1/job-runs"],
  cancel: [CANCEL],
};

/** The program with boxes of this title; another title is another job. */
function program(
  { boxes, course }: Point,
  title: string,
  adopted: Readonly<Record<string, string>> = {},
): string {
  const opts = course === "replace, new first" ? "{ deleteBeforeReplace: false }" : "{}";
  return programOf(
    `for (let box = 0; box < ${boxes}; box += 1) {
       const adopt = ${JSON.stringify(adopted)}["box" + box];
       new dispersed.Job("box" + box, { ...${JSON.stringify({ ...boxArgs, title })}, adopt }, ${opts});
     }`,
  );
}

/** Starts the run of a point and interrupts it; returns whether it was still going on. */
async function strike({ emulator, project }: TestStack, point: Point): Promise<boolean> {
  const { course, moment, delayMs } = point;
  if (moment === "post") {
    emulator.addFaults([{ route: CREATE, phase: "before-commit", action: "delay", ms: 100 }]);
  }
  if (moment === "answer") {
    emulator.addFaults([{ route: CREATE, phase: "before-headers", action: "delay", ms: 200 }]);
  }
  const before = emulator.requests().length;
  const hasBegun = (): boolean => {
    const seen = emulator
      .requests()
      .slice(before)
      .map(({ method, path }) => `${method} ${path}`);
    const last = begins[moment].reduce(
      (from, request) => (from < 0 ? from : seen.indexOf(request, from) + 1 || -1),
      0,
    );
    return last > 0;
  };
  const run = project.start(course === "destroy" ? "destroy" : "up", "--yes", "--skip-preview");
  await eventually(hasBegun, begins[moment].join(", then "));
  await pause(delayMs);
  return interrupt(run, point);
}

/** A job whose id a killed run received, and that no state holds: the message says what to do. */
const ASKED = /(box\d): Job \S+ \(\w+\) was created for this resource[^]*?set `adopt: "([^"]+)"`/g;

/** What a person does after an interruption: `up`, and what the message says where it asks. */
async function recover(stack: TestStack, point: Point, title: string): Promise<void> {
  // Without a refresh the engine does not learn that a cancel was carried out.
  const first = await stack.up(program(point, title), "--refresh");
  const adopted = Object.fromEntries(
    [...printed(first).matchAll(ASKED)].map(([, name = "", uuid = ""]) => [name, uuid]),
  );
  if (Object.keys(adopted).length === 0) succeeded(first);
  else succeeded(await stack.up(program(point, title, adopted), "--refresh"));
}

/** Plays one point to its end. */
async function play(stack: TestStack, point: Point): Promise<{ wasGoingOn: boolean }> {
  const { emulator, project } = stack;
  const { course, way, boxes } = point;
  if (course !== "create") succeeded(await stack.up(program(point, "old")));
  const title = course === "destroy" ? "old" : "new";
  project.write({ "index.js": program(point, title) });
  const wasGoingOn = await strike(stack, point);
  if (way === "SIGINT") {
    const { tracked, alive } = await trackedAndAlive(stack);
    expect(tracked).toEqual(expect.arrayContaining([...alive]));
  }

  await unlock(stack);
  await recover(stack, point, title);
  const alive = await expectInStep(stack, boxes);
  const { jobs } = emulator.ledger();
  const titles = jobs.filter(({ uuid }) => alive.includes(uuid)).map((job) => job.title);
  expect(new Set(titles)).toEqual(new Set([title]));

  succeeded(await project.pulumi("destroy", "--yes", "--skip-preview"));
  expect(emulator.ledger().alive).toBe(0);
  // One purchase for each generation: the first, and the one that came after the job's end.
  const generations = jobs.map(({ description }) => description?.split(".")[2]);
  expect(new Set(generations).size).toBe(generations.length);
  expect(generations.length).toBeLessThanOrEqual(course === "create" ? boxes : 2 * boxes);
  expect(emulator.ledger().jobs).toHaveLength(jobs.length);
  return { wasGoingOn };
}

describe(`interrupted at ${plan.length} random moments (seed ${seed})`, () => {
  const stack = useStack(PACE);
  let [tried, survived, hit, bought] = [0, 0, 0, 0];

  afterAll(() => {
    const figures = { seed, "struck while at work": hit, "jobs bought": bought };
    tally({ suite: "kills", tried, survived, skipped: plan.length - tried, figures });
  });

  test.each(plan)("B27, B28, B30, B31, C23, E09, F12: $name", async (point) => {
    tried += 1;
    try {
      const { wasGoingOn } = await play(stack, point);
      if (wasGoingOn) hit += 1;
      survived += 1;
    } finally {
      bought += stack.emulator.ledger().jobs.length;
    }
  });
});
