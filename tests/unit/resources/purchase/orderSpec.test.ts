// The hash of what is ordered: who takes over the job of an interrupted run goes by it.
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import { jobFromRecipeDefinition } from "../../../../provider/resources/lifecycle/jobFromRecipe";
import type { Properties } from "../../../../provider/resources/schema/types";
import { readMarked } from "../../../../provider/resources/job/marker";
import { config, json } from "../../../support/fakes";
import { created, createService, liveRun, uuid } from "../../../support/scriptedService";

const hidden = { __context: { name: "box", id: "aaaaaaaa.bbbbbbbb.cccccccccc" } };

/** The hash in the marker that a job of these inputs is bought with. */
async function specOf(
  inputs: Properties,
  secretKey = config.secretKey.value,
): Promise<string | undefined> {
  const answers = {
    create: [created],
    cook: [created],
    recipe: [json(200, { uuid, name: "r" })],
    get: [json(200, { uuid, status: "RUNNING" })],
    runs: [liveRun],
    list: [json(200, { data: [], total: 0 })],
  };
  const keys = { secretKey: { ...config.secretKey, value: secretKey } };
  const service = createService(answers, { config: keys });
  const definition = "recipeUuid" in inputs ? jobFromRecipeDefinition : jobDefinition;
  await definition.create(service.effects, { ...inputs, waitFor: "created", ...hidden });
  const { description } = service.lastBody() as { description?: string };
  return readMarked(description).marker?.spec;
}

const small = { task: "PERSISTENT", container: { image: "ubuntu" } };
const full = {
  task: "BATCH",
  title: "render",
  description: "nightly",
  cpuCount: 4,
  gpuCount: 1,
  gpuName: "RTX",
  minVramGb: 24,
  minRamGb: 32.5,
  minStorageGb: 100,
  maxNodeCount: 2,
  maxRetryCount: 2,
  maxTimeoutAssignMs: 400_000,
  maxTimeoutStartMs: 120_000,
  maxTimeoutRunMs: 60_000,
  allowedRegionCodes: ["us-west-2", "us-east-1"],
  triggers: { a: { b: 1, c: [2] } },
  container: {
    image: "ubuntu",
    tag: "24.04",
    env: { A: "1", B: "2" },
    ports: [8080, 22],
    sshKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGq me@host",
    allowedIps: ["::1", "10.0.0.0/8"],
    registry: { host: "r.example", user: "me", secret: "s" },
    volumes: [{ image: "i", tag: "t", registry: "r", user: "u", secret: "s", mount: "/m" }],
    imageSource: "x",
  },
};
/** Without what is, or may be, a secret. */
const open = {
  ...full,
  triggers: undefined,
  container: { ...full.container, env: undefined, registry: undefined, volumes: undefined },
};
const cooked = { recipeUuid: uuid };

describe("the hash of an order", () => {
  // As version 0.1.0 writes them: a job that it bought is known again, where it holds no secret.
  test.each<[string, Properties, string]>([
    ["a small job", small, "zd7sr6qk"],
    ["a job that says everything but secrets", open, "osnmraah"],
    ["a recipe", cooked, "xbok3oen"],
    ["a recipe with a default of a job as its override", { ...cooked, cpuCount: 0 }, "sn7g2mxs"],
  ])("stays what it was: %s", async (_name, inputs, spec) => {
    expect(await specOf(inputs)).toBe(spec);
  });

  test.each<[string, Properties, boolean]>([
    ["secrets, and not for everything else", open, true],
    ["env", { ...small, container: { image: "ubuntu", env: { PIN: "4711" } } }, false],
    ["triggers, which may be secrets", { ...small, triggers: { pin: "4711" } }, false],
    [
      "a registry's secret",
      { ...small, container: { image: "a", registry: { secret: "4711" } } },
      false,
    ],
    ["a trigger of a recipe's job", { ...cooked, triggers: { pin: "4711" } }, false],
  ])("needs the secret key where it covers %s", async (_name, inputs, isPublic) => {
    const [ours, theirs] = [await specOf(inputs), await specOf(inputs, "sk_another/with+marks")];
    expect(ours === theirs).toBe(isPublic);
  });

  test.each<[string, Properties]>([
    ["title", { title: "box" }],
    ["cpuCount", { cpuCount: 0 }],
    ["triggers", { triggers: {} }],
    ["container.env", { container: { image: "ubuntu", env: {} } }],
  ])("is the same with a default written out: %s", async (_name, written) => {
    expect(await specOf({ ...small, ...written })).toBe(await specOf(small));
  });

  test("is the same with a port that is written twice", async () => {
    const specs = [
      [22, 80],
      [22, 80, 22],
    ].map((ports) => specOf({ ...small, container: { image: "ubuntu", ports } }));
    const [once, twice] = await Promise.all(specs);
    expect(twice).toBe(once);
  });

  test.each<[string, Properties]>([
    ["cpuCount", { cpuCount: 0 }],
    ["container.env", { container: { env: {} } }],
  ])("is another for what overrides a recipe: %s", async (_name, override) => {
    expect(await specOf({ ...cooked, ...override })).not.toBe(await specOf(cooked));
  });

  test("is the same for triggers of a recipe's job that say nothing", async () => {
    expect(await specOf({ ...cooked, triggers: {} })).toBe(await specOf(cooked));
  });
});
