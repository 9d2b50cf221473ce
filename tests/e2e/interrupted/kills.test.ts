// The engine or its provider is killed at random moments of create, wait and delete. A person then
// runs `up` and `destroy`, and nothing is left alive. The seed is printed; set KILL_SEED to play one
// again, and KILL_POINTS for more of them.
import { boxProgram, CREATE, createStack, trackedAndAlive, type TestStack } from "../job/stack";
import { succeeded } from "../project";
import { eventually, kill, unlock, type Victim } from "./interrupt";

const seed = Number(process.env["KILL_SEED"] ?? Date.now() % 1_000_000);
const points = Number(process.env["KILL_POINTS"] ?? 20);

type Phase = "look" | "post" | "answer" | "wait" | "cancel";
const phases: readonly Phase[] = ["look", "post", "answer", "wait", "cancel"];

interface Point {
  readonly name: string;
  readonly phase: Phase;
  readonly victim: Victim;
  readonly delayMs: number;
}

const plan: readonly Point[] = Array.from({ length: points }, (_, index) => {
  const random = randomFrom(seed + index);
  const phase = phases[index % phases.length] ?? "post";
  const victim = random() < 0.5 ? "engine" : "provider";
  const delayMs = Math.floor(random() * 150);
  return { name: `${index}: ${victim}, ${phase} + ${delayMs} ms`, phase, victim, delayMs };
});

/** A generator of fractions; the same seed gives the same ones (mulberry32). */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The request that a phase begins with. */
const begins: Readonly<Record<Phase, string>> = {
  look: "GET /v1/jobs",
  post: CREATE,
  answer: CREATE,
  wait: "GET /v1/jobs/{uuid}",
  cancel: "PUT /v1/jobs/{uuid}/cancel",
};

async function interrupt(stack: TestStack, { phase, victim, delayMs }: Point): Promise<void> {
  const { emulator, project } = stack;
  if (phase === "post") {
    emulator.addFaults([{ route: CREATE, phase: "before-commit", action: "delay", ms: 100 }]);
  }
  if (phase === "answer") {
    emulator.addFaults([{ route: CREATE, phase: "before-headers", action: "delay", ms: 200 }]);
  }
  const command = phase === "cancel" ? "destroy" : "up";
  const run = project.start(command, "--yes", "--skip-preview");
  const before = emulator.requests().length;
  const hasBegun = (): boolean =>
    emulator
      .requests()
      .slice(before)
      .some(({ method, path }) => `${method} ${path}` === begins[phase]);
  await eventually(hasBegun, begins[phase]);
  await new Promise((resolve) => setTimeout(resolve, delayMs));
  await kill(run, victim);
  await unlock(stack);
}

describe(`killed at ${points} random moments (seed ${seed})`, () => {
  test.each(plan)("B27, B28, C23, F12: $name", async (point) => {
    // Long enough in each status to be hit there.
    const stack = await createStack({ assignAfterMs: 200, startAfterMs: 200, cancelAfterMs: 150 });
    try {
      stack.project.write({ "index.js": boxProgram() });
      if (point.phase === "cancel") succeeded(await stack.up(boxProgram()));
      await interrupt(stack, point);

      // Without a refresh nothing tells the engine that a cancel it began was carried out.
      succeeded(await stack.up(boxProgram(), "--refresh"));
      const { tracked, alive } = await trackedAndAlive(stack);
      expect(alive).toEqual(tracked);
      expect(alive).toHaveLength(1);

      succeeded(await stack.project.pulumi("destroy", "--yes", "--skip-preview"));
      expect(stack.emulator.ledger().alive).toBe(0);
      // One purchase for each generation: the first, and after a destroy that was begun the second.
      const generations = stack.emulator
        .ledger()
        .jobs.map(({ description }) => description?.split(".")[2]);
      expect(new Set(generations).size).toBe(generations.length);
      expect(generations.length).toBeLessThanOrEqual(point.phase === "cancel" ? 2 : 1);
    } finally {
      await stack.close();
    }
  });
});
