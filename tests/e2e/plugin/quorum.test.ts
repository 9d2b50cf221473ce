// Enough of several jobs, in a YAML program, with the plugin and the real engine.
import { CANCEL, CREATE, writes } from "../../support/stack";
import { usePluginStack } from "../../support/pluginStack";

const QUORUM = "dispersed:index:JobQuorum";

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

const stack = usePluginStack(program);

const quorum = async (): Promise<unknown> => {
  const { outputs: { ready, late, failed, statuses } = {} } = await stack.resource(QUORUM);
  return { ready, late, failed, statuses };
};

test("a YAML program goes on when two of three jobs are there, and owns the third all the same", async () => {
  const { emulator } = stack;
  await stack.up();
  const met = {
    ...{ ready: ["a", "b"], late: ["c"], failed: [] },
    statuses: { a: "RUNNING", b: "RUNNING", c: "PENDING" },
  };
  expect(await quorum()).toEqual(met);
  await stack.expectNoChange();

  const { uuid = "" } = emulator.ledger().jobs.find(({ status }) => status === "RUNNING") ?? {};
  await emulator.endJob(uuid, { status: "FAILED", reason: "the node died" });
  await stack.up();
  expect(await quorum()).toEqual(met);
  expect(writes(emulator)).toEqual([CREATE, CREATE, CREATE, CREATE]);

  await stack.destroy();
  expect(writes(emulator).slice(4)).toEqual([CANCEL, CANCEL, CANCEL]);
  expect(emulator.ledger().alive).toBe(0);
});
