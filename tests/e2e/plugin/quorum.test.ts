// Enough of several jobs, in a YAML program, with the plugin and the real engine.
import { succeeded } from "../../support/engine/project";
import { CANCEL, CREATE, writes } from "../../support/stack";
import { createPluginStack, type PluginStack } from "../../support/pluginStack";

const QUORUM = "dispersed:index:JobQuorum";

let stack: PluginStack;

afterEach(() => stack.close());

const worker = (env: object = {}): object => ({
  type: "dispersed:Job",
  properties: {
    ...{ task: "PERSISTENT", container: { image: "otoy/dispersed-base", ports: [22], env } },
    ...{ gpuCount: 1, waitFor: "created" },
  },
});

const resources = {
  a: worker(),
  b: worker(),
  c: worker({ EMULATOR_ASSIGN: "never" }),
  fleet: {
    type: "dispersed:JobQuorum",
    properties: {
      jobs: { a: { uuid: "${a.uuid}" }, b: { uuid: "${b.uuid}" }, c: { uuid: "${c.uuid}" } },
      need: 2,
    },
  },
};
// JSON is YAML.
const program = `resources: ${JSON.stringify(resources)}\noutputs:\n  ready: \${fleet.ready}\n`;

const quorum = async (): Promise<unknown> => {
  const { outputs: { ready, late, failed, statuses } = {} } = await stack.resource(QUORUM);
  return { ready, late, failed, statuses };
};

test("a YAML program goes on when two of three jobs are there, and owns the third all the same", async () => {
  stack = await createPluginStack(program);
  const { project, emulator } = stack;
  succeeded(await project.pulumi("up", "--yes", "--skip-preview"));
  const met = {
    ...{ ready: ["a", "b"], late: ["c"], failed: [] },
    statuses: { a: "RUNNING", b: "RUNNING", c: "PENDING" },
  };
  expect(await quorum()).toEqual(met);
  succeeded(await project.pulumi("preview", "--expect-no-changes"));

  const { uuid = "" } = emulator.ledger().jobs.find(({ status }) => status === "RUNNING") ?? {};
  await emulator.endJob(uuid, { status: "FAILED", reason: "the node died" });
  succeeded(await project.pulumi("up", "--yes", "--skip-preview"));
  expect(await quorum()).toEqual(met);
  expect(writes(emulator)).toEqual([CREATE, CREATE, CREATE, CREATE]);

  succeeded(await project.pulumi("destroy", "--yes", "--skip-preview"));
  expect(writes(emulator).slice(4)).toEqual([CANCEL, CANCEL, CANCEL]);
  expect(emulator.ledger().alive).toBe(0);
});
