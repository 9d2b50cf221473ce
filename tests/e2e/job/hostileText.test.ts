// What the service says reaches a terminal only as words, and a user's own text arrives as it was
// written. Each hostile text is seen on its own; few runs of the engine carry them all.
import { commands, hostileTexts, uncleaned } from "../../support/hostileTexts";
import { tally } from "../../support/tally";
import {
  type ResourceState,
  type Run,
  type Started,
  succeeded,
} from "../../support/engine/project";
import { createStack, printed, programOf, type TestStack } from "../../support/stack";

jest.setTimeout(900_000);

const ESCAPE = String.fromCharCode(27);
const COLOURS = new RegExp(`${ESCAPE}\\[[0-9;]*m`, "g");
/** A message, with what the engine writes in front of it and behind it. */
const MAX_LINE_LENGTH = 2_300;
/** What the CLI ends with when an update fails; a panic is 2. */
const FAILED = 1;
const COOK = "POST /v1/job-recipes/{uuid}/cook";

/** As many jobs as there are texts, named by number, and so many that are cooked. */
const hostileProgram = programOf(`
  for (let index = 0; index < ${hostileTexts.length}; index += 1) {
    const job = { waitFor: "completed", maxTimeoutRunMs: 600000, title: String(index) };
    const container = { image: "a", ports: [] };
    new dispersed.Job("box-" + index, { ...job, task: "BATCH", container });
    const recipeUuid = "019582a6-2000-7000-8000-000000000001";
    new dispersed.JobFromRecipe("cooked-" + index, { recipeUuid, waitFor: "created" });
  }`);

let stack: TestStack;
afterEach(() => stack.close());

/** Ends each job with its text for a reason, until the run is over. */
async function endAll({ emulator }: TestStack, run: Started): Promise<Run> {
  const over = new AbortController();
  const result = run.ended.finally(() => over.abort());
  const ended = new Set<string>();
  while (!over.signal.aborted) {
    for (const { uuid, title } of emulator.ledger().jobs) {
      if (ended.has(uuid)) continue;
      ended.add(uuid);
      const reason = `before ${hostileTexts[Number(title)]} after`;
      await emulator.endJob(uuid, { status: "FAILED", reason });
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return result;
}

/** What a run printed without the engine's own colours, and what is wrong with it. */
function wrongIn(run: Run): readonly string[] {
  const text = printed(run);
  // The engine's own colours are the only escape sequences, tabs and newlines its layout.
  const lines = text.replace(COLOURS, "").replaceAll("\t", " ").split("\n");
  const obeyed = [...uncleaned(lines), ...commands(lines)];
  const long = lines.filter((line) => line.length > MAX_LINE_LENGTH);
  const lies = lines.filter((line) =>
    /^\s*error: update failed|panic:|goroutine|Unrecognized/.test(line),
  );
  const wrong = [
    ...obeyed,
    ...long,
    ...lies.filter((line) => line.trim() !== "error: update failed"),
  ];
  return wrong.map((line) => line.slice(0, 300));
}

/** The numbers of texts that no line speaks of. */
function missing(run: Run, lineOf: (index: number) => string): readonly number[] {
  const text = printed(run).replace(COLOURS, "");
  return hostileTexts.flatMap((_text, index) => (text.includes(lineOf(index)) ? [] : [index]));
}

test("J01, J02, J03, J04: no reason and no refusal steers the terminal or ends the engine", async () => {
  stack = await createStack({ runForMs: 600_000 });
  const { emulator, project } = stack;
  emulator.addFaults(
    hostileTexts.map((text, index) => ({
      ...{ route: COOK, occurrence: index + 1, action: "status", status: 422 },
      body: JSON.stringify({ error: { message: `#${index}# ${text}` } }),
    })),
  );
  project.write({ "index.js": hostileProgram });
  const options = ["--yes", "--skip-preview", "--color", "always", "--continue-on-error"];
  const up = await endAll(stack, project.start("up", ...options));
  const preview = await project.pulumi("preview", "--diff", "--color", "always");

  const bad = [up, preview].map(wrongIn);
  const [reasons, refusals] = [
    missing(up, (index) => `box-${index}: Job `),
    missing(up, (index) => `422: #${index}#`),
  ];
  const survived = 3 * hostileTexts.length - new Set([...reasons, ...refusals]).size;
  const figures = { strings: hostileTexts.length, "sinks on the engine": 3 };
  tally({ suite: "text", tried: 3 * hostileTexts.length, survived, figures });
  expect([up.code, preview.code]).toEqual([FAILED, 0]);
  expect({ bad, reasons, refusals }).toEqual({ bad: [[], []], reasons: [], refusals: [] });
});

test("J05: a title, a description and a variable arrive at the service and in the state as written", async () => {
  stack = await createStack();
  const texts = hostileTexts.filter(
    (text) => text.length < 20_000 && text.isWellFormed() && text.trim() !== "",
  );
  const { emulator, project } = stack;
  project.write({
    "texts.json": JSON.stringify(texts),
    "index.js": programOf(`
      require("./texts.json").forEach((text, index) => {
        const container = { image: "a", env: { TEXT: text } };
        const own = { title: text, description: text, container };
        new dispersed.Job("box-" + index, { ...own, task: "PERSISTENT", waitFor: "created" });
      });`),
  });
  const up = await project.pulumi("up", "--yes", "--skip-preview", "--color", "always");
  succeeded(up);
  const { resources = [] } = await project.exportState("--show-secrets");
  const jobs = resources.filter(({ type }) => type.endsWith("dispersed:Job"));
  const arrived = new Map(emulator.ledger().jobs.map((job) => [job.uuid, job]));
  const found = jobs.map(({ id = "", inputs, outputs }) => {
    const { title, description } = arrived.get(id) ?? {};
    const own = description?.replace(/ \[pulumi:[a-z2-7.]{37}\]$/, "");
    const kept = [inputs, outputs].flatMap((values) => [
      values?.["title"],
      values?.["description"],
    ]);
    return [title, own, ...kept, variableOf(outputs)];
  });
  const different = found.filter((places) => new Set(places).size > 1);
  const figures = { "own texts": texts.length, "places of each": found[0]?.length ?? 0 };
  tally({ suite: "text", tried: texts.length, survived: texts.length - different.length, figures });
  expect(found.map(([title]) => title).sort()).toEqual([...texts].sort());
  expect(different).toEqual([]);
});

/** The variable in outputs of an export that shows secrets: JSON in a text. */
function variableOf(outputs: ResourceState["outputs"]): unknown {
  const { env } = outputs?.["container"] as { env: { plaintext: string } };
  // The program marks the whole map, and the provider each member.
  const { TEXT } = JSON.parse(env.plaintext) as { TEXT: { plaintext: string } };
  return JSON.parse(TEXT.plaintext) as unknown;
}
