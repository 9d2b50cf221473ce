import * as pulumi from "@pulumi/pulumi";

import { jobInputs } from "../../../provider/resources/job/inputs";
import { jobOutputs } from "../../../provider/resources/job/outputs";
import { Job, JobFromRecipe, Provider } from "../../../sdk";
import { useMocks, valueOf } from "./components/mocks";
import { SECRET } from "../../support/providerCalls";

const registered = useMocks(() => ({}));

/** A secret as the engine receives it. */
const secret = (value: unknown): object => ({ ...SECRET, value });

describe("Job", () => {
  test("has every input and output as an output as soon as it is declared", () => {
    const job = new Job("declared", { task: "PERSISTENT", container: { image: "ubuntu" } });
    const outputs = job as unknown as Readonly<Record<string, unknown>>;
    const names = [...Object.keys(jobInputs.shape), ...Object.keys(jobOutputs.shape)];
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
      await valueOf(new JobFromRecipe(what, { recipeUuid: "r", container }).urn);
      for (const kind of ["Job", "JobFromRecipe"]) {
        expect(registered.get(`${what} ${kind}`)?.inputs).toMatchObject({
          container: secret(container),
        });
      }
    },
  );

  test("sends nothing as a secret that is not one", async () => {
    const container = { image: "ubuntu", registry: { user: "me" }, volumes: [{ mount: "/data" }] };
    await valueOf(new Job("open", { task: "PERSISTENT", container }).urn);
    expect(registered.get("open Job")?.inputs).toEqual({ task: "PERSISTENT", container });
  });
});

test("a Provider passes its settings as the configuration would, each a text", async () => {
  const provider = new Provider("full", {
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
  await valueOf(provider.urn);
  expect(registered.get("full pulumi-nodejs")?.inputs).toEqual({
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
