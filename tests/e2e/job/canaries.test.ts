// A canary in every secret place, and every way a run can go wrong: none is ever seen in clear, also
// with the engine's log at its most talkative. Pulumi's own lines about its messages are left out: at
// -v=9 the engine and its SDK write every property of every resource there, for any provider.
import type { Fault } from "../../../emulator";
import { createStack, printed, programOf, type TestStack } from "../../support/stack";

const canaries = {
  environment: "canary-env-5b1f0c9e7a44",
  registry: "canary-registry-9e027d31ab",
  volume: "canary-volume-77aa10f2c6d8",
};
const container = {
  image: "a",
  ports: [22],
  env: { TOKEN: canaries.environment, EMULATOR_LOGS: `token ${canaries.environment}` },
  registry: { host: "registry.example.com", user: "me", secret: canaries.registry },
  volumes: [{ image: "b", mount: "/data", secret: canaries.volume }],
};
const args = { task: "BATCH", maxTimeoutRunMs: 60_000, container };
const program = (more: object = {}): string =>
  programOf(`new dispersed.Job("box", ${JSON.stringify({ ...args, ...more })});`);

const echo = Object.values(canaries).join(" and ");
const body = JSON.stringify({ error: { message: `cannot take ${echo}` } });
const failing: EnvironmentOverride = { EMULATOR_RUN_FOR_MS: "0", EMULATOR_EXIT_CODE: "3" };
type EnvironmentOverride = Readonly<Record<string, string>>;

const OF_PULUMI = /arshaling property for RPC|RegisterResource RPC finished/;

let stack: TestStack;

beforeEach(async () => {
  stack = await createStack();
});
afterEach(() => stack.close());

/** Runs a command as talkatively as the engine can, and gives all it left behind. */
async function traces(...command: readonly string[]): Promise<string> {
  const run = await stack.project.pulumi(...command, "--logtostderr", "-v=9");
  const state = JSON.stringify(await stack.project.exportState());
  const lines = printed(run)
    .split("\n")
    .filter((line) => !OF_PULUMI.test(line));
  return [...lines, state].join("\n");
}

function seenIn(text: string): readonly string[] {
  const { secretKey } = stack.emulator;
  return [...Object.values(canaries), secretKey].filter((secret) =>
    [
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret),
      Buffer.from(secret).toString("base64").replace(/=+$/, ""),
      Buffer.from(secret).toString("hex"),
    ].some((spelling) => text.includes(spelling)),
  );
}

const up = (...more: readonly string[]): Promise<string> =>
  traces("up", "--yes", "--skip-preview", ...more);

test.each<[string, object, readonly Fault[]]>([
  ["goes well", {}, []],
  ["is refused", {}, [{ route: "POST /v1/jobs", status: 422, body }]],
  ["is lost", {}, [{ route: "POST /v1/jobs", phase: "after", status: 504, body }]],
  ["cannot be waited for", {}, [{ route: "GET /v1/jobs/{uuid}", status: 403, body }]],
  ["fails", { container: { ...container, env: { ...container.env, ...failing } } }, []],
])("I08, I09: a create that %s shows no secret", async (_name, more, faults) => {
  for (const fault of faults) stack.emulator.failNext(fault);
  stack.project.write({ "index.js": program({ waitFor: "completed", ...more }) });
  expect(seenIn(await up())).toEqual([]);
});

test("I07, I08: preview, update, refresh, replace and delete show no secret, not when they fail either", async () => {
  const { emulator, project } = stack;
  project.write({ "index.js": program() });
  await up();
  project.write({ "index.js": program({ sshUser: "root" }) });
  emulator.failNext({ route: "GET /v1/jobs/{uuid}", status: 403, body });
  const texts = [await up(), await up()];
  emulator.failNext({ route: "GET /v1/jobs/{uuid}", status: 403, body });
  texts.push(await traces("refresh", "--yes", "--skip-preview"));
  project.write({ "index.js": program({ title: "new" }) });
  texts.push(await traces("preview", "--diff"), await up());
  emulator.failNext({ route: "PUT /v1/jobs/{uuid}/cancel", status: 403, body });
  texts.push(await traces("destroy", "--yes", "--skip-preview"));
  texts.push(await traces("destroy", "--yes", "--skip-preview"));
  expect(texts.flatMap(seenIn)).toEqual([]);
});
