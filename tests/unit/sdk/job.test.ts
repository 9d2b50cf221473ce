import * as pulumi from "@pulumi/pulumi";

import { jobInputs } from "../../../provider/resources/job/inputs";
import { jobOutputs } from "../../../provider/resources/job/outputs";
import { Job, JobFromRecipe, Provider } from "../../../sdk";
import { valueOf } from "./components/mocks";
import { SECRET } from "../../support/providerCalls";

/** What reached the engine. */
const registered = new Map<string, pulumi.runtime.MockResourceArgs>();

beforeAll(async () => {
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        registered.set(args.name, args);
        const state = args.inputs as Record<string, unknown>;
        return { id: `${args.name}-id`, state: { ...state, uuid: `${args.name}-id` } };
      },
      call: ({ inputs }) => inputs as Record<string, unknown>,
    },
    "project",
    "stack",
  );
});

async function register(
  name: string,
  opts?: pulumi.CustomResourceOptions,
): Promise<{ job: Job; args: pulumi.runtime.MockResourceArgs | undefined }> {
  const job = new Job(name, { task: "PERSISTENT", container: { image: "ubuntu" } }, opts);
  await valueOf(job.urn);
  return { job, args: registered.get(name) };
}

/** A secret as the engine receives it. */
const secret = (value: unknown): object => ({ ...SECRET, value });

const names = [...Object.keys(jobInputs.shape), ...Object.keys(jobOutputs.shape)];

describe("Job", () => {
  test("has every input and output as an output as soon as it is declared", async () => {
    const { job } = await register("declared");
    const outputs = job as unknown as Readonly<Record<string, unknown>>;
    expect(names.filter((name) => !pulumi.Output.isInstance(outputs[name]))).toEqual([]);
  });

  // The engine's mock tells of a secret anywhere in an input as of a secret input.
  test.each<[string, object]>([
    ["a variable", { env: { A: "x" } }],
    ["a registry's password", { registry: { user: "me", secret: "x" } }],
    ["a volume's password", { volumes: [{ mount: "/data", secret: "x" }] }],
  ])(
    "I02: sends %s as a secret though it is given plain, of a recipe too",
    async (what, fields) => {
      const container = { image: "ubuntu", ...fields };
      await valueOf(new Job(what, { task: "PERSISTENT", container }).urn);
      await valueOf(new JobFromRecipe(`cooked with ${what}`, { recipeUuid: "r", container }).urn);
      for (const name of [what, `cooked with ${what}`]) {
        expect(registered.get(name)?.inputs).toMatchObject({ container: secret(container) });
      }
    },
  );

  test("sends nothing as a secret that is not one", async () => {
    const container = { image: "ubuntu", registry: { user: "me" }, volumes: [{ mount: "/data" }] };
    await valueOf(new Job("open", { task: "PERSISTENT", container }).urn);
    expect(registered.get("open")?.inputs).toMatchObject({ task: "PERSISTENT", container });
  });
});

describe("Provider", () => {
  async function provide(
    name: string,
    args?: ConstructorParameters<typeof Provider>[1],
  ): Promise<{
    type: string | undefined;
    inputs: Record<string, unknown>;
  }> {
    await valueOf(new Provider(name, args).urn);
    const registration = registered.get(name);
    const inputs = (registration?.inputs ?? {}) as Record<string, unknown>;
    return { type: registration?.type, inputs };
  }

  test("passes its settings as the configuration would, each a text", async () => {
    const { inputs } = await provide("full", {
      publicKey: "pk_x",
      secretKey: "sk_x",
      baseUrl: "http://localhost:4000",
      namespace: "team",
      onOrphan: "adopt",
      maxConcurrency: 8,
      allowedAccount: "pk_x",
      maxStackHourlyUsd: 1.5,
      defaults: { maxHourlyUsd: 1, registry: { host: "registry.example", secret: "x" } },
    });
    expect(inputs).toEqual({
      "dispersed:publicKey": "pk_x",
      "dispersed:secretKey": secret("sk_x"),
      "dispersed:baseUrl": "http://localhost:4000",
      "dispersed:namespace": "team",
      "dispersed:onOrphan": "adopt",
      "dispersed:maxConcurrency": "8",
      "dispersed:allowedAccount": "pk_x",
      "dispersed:maxStackHourlyUsd": "1.5",
      "dispersed:defaults": secret(
        '{"maxHourlyUsd":1,"registry":{"host":"registry.example","secret":"x"}}',
      ),
    });
  });
});
