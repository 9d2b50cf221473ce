// A canary in every secret place, and every way a run can go wrong: none is ever seen in clear, also
// with the engine's log at its most talkative. Pulumi's own lines about its messages are left out: at
// -v=9 the engine and its SDK write every property of every resource there, for any provider.
import type { Fault } from "../../../emulator";
import { canaries, containerWithCanaries, shownIn } from "../../support/canaries";
import { printed, programOf, useStack } from "../../support/stack";
import { OF_PULUMI } from "../secrets/canaryStack";

const { env, lines, marks, registry, volume } = canaries;
const secrets = [env, lines, marks, registry, volume];
const container = {
  ...containerWithCanaries,
  env: { ...containerWithCanaries.env, EMULATOR_LOGS: `token ${env}` },
};
const args = { task: "BATCH", maxTimeoutRunMs: 60_000, container };
const program = (more: object = {}): string =>
  programOf(`new dispersed.Job("box", ${JSON.stringify({ ...args, ...more })});`);

const body = JSON.stringify({ error: { message: `cannot take ${secrets.join(" and ")}` } });
const failing = { EMULATOR_RUN_FOR_MS: "0", EMULATOR_EXIT_CODE: "3" };

const stack = useStack();

/** Runs a command as talkatively as the engine can, and gives all it left behind. */
async function traces(...command: readonly string[]): Promise<string> {
  const run = await stack.project.pulumi(...command, "--logtostderr", "-v=9");
  const state = JSON.stringify(await stack.project.exportState());
  const lines = printed(run)
    .split("\n")
    .filter((line) => !OF_PULUMI.test(line));
  return [...lines, state].join("\n");
}

const seenIn = (text: string): readonly string[] =>
  shownIn(text, [...secrets, stack.emulator.secretKey]);

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
