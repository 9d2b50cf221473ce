// The command prints what others wrote, in tables, in JSON and as it comes: each hostile text in each
// place where the service, a container or a recipe may put one.
import { type Emulator, startEmulator } from "../../../emulator";
import { type CommandLine, runCommand } from "../../../cli/program";
import { withMarker } from "../../../provider/resources/job/marker";
import { commands, hostileTexts, uncleaned, textsIn, unfit } from "../../support/hostileTexts";
import { tally } from "../../support/tally";
import { markerOfStack, plant } from "./account";

jest.setTimeout(120_000);

let emulator: Emulator;
let uuid: string;
const marker = markerOfStack("acme/lab/dev", "box");
const variables = ["API_BASE_URL", "PUBLIC_KEY", "SECRET_KEY"].map((name) => `DISPERSED_${name}`);

beforeAll(async () => {
  emulator = await startEmulator({ assignAfterMs: 0, startAfterMs: 0, cancelAfterMs: 0 });
  uuid = (await plant(emulator, marker)).job.uuid;
  const { url, publicKey, secretKey } = emulator;
  variables.forEach((name, index) => (process.env[name] = [url, publicKey, secretKey][index]));
});
afterAll(() => emulator.close());

/** What a command prints and says, a call of the terminal after the other. */
async function run(...args: readonly string[]): Promise<readonly string[]> {
  const said: string[] = [];
  const write = (text: string): void => void said.push(text);
  const terminal: CommandLine["terminal"] = {
    print: write,
    say: write,
    isInteractive: false,
    confirm: () => Promise.resolve(false),
  };
  await runCommand(args, { version: "1.2.3", terminal, emulator: "" });
  return said;
}

/** A job that says a text wherever it can, in an answer that is not too long to be read. */
const hostileJob = (whole: string, text = whole.slice(0, 400_000)): object => ({
  ...{ uuid, title: text, task: text, status: text, status_reason: text, gpu_name: text },
  ...{ created_at: text, started_at: text, completed_at: text, source_recipe_uuid: text },
  description: withMarker(text, marker),
  allowed_region_codes: [text],
  parameters: { parameters: { image: text, tag: text } },
});

const LIST = "GET /v1/jobs";
const JOB = "GET /v1/jobs/{uuid}";
const RUNS = "GET /v1/job-runs";
const RUN = "GET /v1/job-runs/{uuid}";
const GPUS = "GET /v1/gpu-registry";
const OFFERS = "GET /v1/compute/offers";

function answer(route: string, json: unknown, status = 200): void {
  emulator.failNext({ route, status, body: JSON.stringify(json) });
}

/** A list of these on one page. */
const page = (...data: readonly object[]): object => ({ data, total: data.length });

const lists = (text: string): void => answer(LIST, page(hostileJob(text)));
const refuses = (route: string) => (text: string) => answer(route, { message: text }, 403);

/** A log of a run in a status. */
function logs(text: string): void {
  const found = { uuid, job_uuid: uuid, status: text };
  answer(JOB, { ...hostileJob(text), status: "COMPLETED" });
  answer(RUNS, page(found));
  answer(RUN, { ...found, logs: text });
}

function sweeps(text: string): void {
  lists(text);
  answer(JOB, { ...hostileJob(text), status: "CANCELLED" });
}

/** Nothing was charged, and a job lives. */
function costsNow(text: string): void {
  answer("GET /v1/compute/ledger/transactions", page());
  lists(text);
  answer(JOB, hostileJob(text));
  answer(RUNS, page({ uuid, job_uuid: uuid, status: text, hourly_rate_usd: 1 }));
}

function offers(text: string): void {
  const gpu = { name: text, count: 1, gpu_registry_uuid: text, min_vram_gib: 24 };
  const hardware = { gpu_count: 1, gpu_model_label: text, gpu_registry_uuid: text };
  const offer = {
    ...{ offer_id: text.slice(0, 200), region_code: text },
    pricing: { hourly_rate_usd: 1, quoted_at: text },
    hardware_summary: { ...hardware, gpu_models: [gpu] },
  };
  answer(OFFERS, page(offer));
}

const gpus = (text: string): void => answer(GPUS, page({ uuid, name: text }));

const hostileRecipe = (whole: string, text = whole.slice(0, 100_000)): object => ({
  ...{ uuid, name: text, description: text, visibility: text, quickstart_md: text },
  ...{ thumbnail_url: text, created_at: text, last_used_at: text, is_official: true },
  input_schema: [
    {
      ...{ key: text, type: text, label: text, description: text, placeholder: text },
      ...{ default_value: { a: text }, options: [{ label: text, value: text }] },
    },
  ],
  payload: {
    ...{ title: text, description: text, task: text, gpu_count: 1, gpu_name: text },
    parameters: { parameters: { image: text, tag: text } },
  },
});
const recipes = (text: string): void => answer("GET /v1/job-recipes", page(hostileRecipe(text)));
const recipe = (text: string): void => answer("GET /v1/job-recipes/{uuid}", hostileRecipe(text));

/** A job without SSH, and its texts. */
function noLogin(text: string): void {
  const found = { uuid, job_uuid: uuid, status: text };
  const url = { description: "8888", hostname: text, port: 1 };
  answer(JOB, hostileJob(text));
  answer(RUNS, page({ ...found, node_urls: [url, { ...url, description: text }] }));
}

type Sink = readonly [command: string, act: (text: string) => void];
const sinks: readonly Sink[] = [
  ["jobs", lists],
  ["jobs --json", lists],
  ["jobs", refuses(LIST)],
  ["orphans --all --json", lists],
  ["sweep --all --cancel --yes", sweeps],
  ["logs UUID", logs],
  ["logs UUID --json", logs],
  ["logs UUID --follow", logs],
  ["doctor --json", refuses(LIST)],
  ["cost --json", costsNow],
  ["ssh --print UUID", noLogin],
  ["gpus --json", gpus],
  ["offers --json", offers],
  ["recipes --json", recipes],
  ["recipes UUID", recipe],
  ["recipes UUID --json", recipe],
];

/** What is wrong with what was printed: nothing of the service's makes a line of its own. */
function wrongIn(command: string, said: readonly string[]): readonly string[] {
  if (command.includes("--json")) {
    const objects = said.filter((text) => text.startsWith("{"));
    const texts = objects.flatMap((text) => textsIn(JSON.parse(text)));
    return [...uncleaned(said), ...unfit(texts), ...commands([...said, ...texts])];
  }
  const lines = said.flatMap((text) => text.split("\n"));
  return [...unfit(lines), ...commands(lines)];
}

const shapes = new Map<string, number>();

test.each(sinks)(
  "J01, J03, J04: `dispersed %s` prints no hostile text as it is",
  async (...sink) => {
    const [command, act] = sink;
    const args = command.replace("UUID", uuid).split(" ");
    const bad: [string, readonly string[]][] = [];
    for (const text of hostileTexts) {
      act(text);
      const said = await run(...args);
      const wrong = wrongIn(command, said);
      // A table has the same lines for any content of its cells; a log and a guide have their own.
      const height = said.join("\n").split("\n").length;
      const usual = shapes.get(command + act.name) ?? height;
      shapes.set(command + act.name, usual);
      if (!/^(logs|recipes UUID)/.test(command) && height !== usual)
        bad.push([text.slice(0, 40), ["height"]]);
      if (wrong.length > 0) bad.push([text.slice(0, 40), wrong.map((each) => each.slice(0, 200))]);
    }
    const tried = hostileTexts.length;
    const figures = { "pairs of the command": tried };
    tally({ suite: "text", tried, survived: tried - bad.length, figures });
    expect(bad).toEqual([]);
  },
);
