// Random lives of a stack. `LIVES` says how many; a failure prints the command that lives its scenario again.
import fc from "fast-check";

import { sizeOf, tally } from "../../support/tally";
import { type Figures, runScenario } from "./runScenario";
import { scenario } from "./steps";

const size = sizeOf("LIVES", 40);
// `npm test` lives the same lives each time; `npm run reliability` draws others.
const { LIVES_SEED = "2026", LIVES_PATH } = process.env;
const replayed = LIVES_PATH === undefined ? {} : { path: LIVES_PATH };

jest.setTimeout(600_000 + size * 2_000);

test("K06: after any history nothing is lost, doubled, left behind, shown or reported wrongly", async () => {
  const lives: Figures[] = [];
  const property = fc.asyncProperty(scenario, async (each) => {
    lives.push(await runScenario(each));
  });
  const parameters = { seed: Number(LIVES_SEED), numRuns: size, ...replayed };
  const result = await fc.check(property, parameters);
  const total = (name: keyof Figures): number => lives.reduce((sum, each) => sum + each[name], 0);
  const names = [
    "steps",
    "requests",
    "failed requests",
    "jobs bought",
    "kills",
    "questions",
    "taken up after a destroy",
    "left to a person",
  ] as const;
  tally({
    suite: "lives",
    tried: result.numRuns,
    survived: result.failed ? result.numRuns - 1 : result.numRuns,
    figures: {
      seed: result.seed,
      ...Object.fromEntries(names.map((name) => [name, total(name)])),
    },
  });
  if (!result.failed) return;
  const replay =
    `LIVES_SEED=${result.seed} LIVES_PATH=${result.counterexamplePath ?? ""} npx jest ` +
    "--selectProjects integration --testPathPatterns fuzz/fuzz";
  const story = JSON.stringify(result.counterexample, null, 1);
  throw new Error(`Replay: ${replay}\n${String(result.errorInstance)}\n${story}`, {
    cause: result.errorInstance,
  });
});
