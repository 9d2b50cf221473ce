// What is said while a job is made repeats none of its inputs, however it goes: the provider cannot know
// which of them a program made of a secret.
import type { Fault } from "../../../emulator";
import { openDirectDriver } from "../../support/lifecycle/directDriver";
import { type Driver, failureOf, type Values } from "../../support/lifecycle/driver";
import { boxInputs } from "../../support/lifecycle/jobInputs";
import { useRig } from "../../support/lifecycle/rig";
import { CONTAINER_PORT } from "../probes/portServer";

jest.setTimeout(60_000);

const canary = "canary-5b1f0c";
const container = {
  image: `registry.example.com/${canary}`,
  tag: canary,
  ports: [22, CONTAINER_PORT],
  env: { TOKEN: `${canary}-env` },
  registry: { host: `${canary}.example.com`, user: `${canary}-user`, secret: `${canary}-secret` },
  volumes: [{ image: canary, mount: `/${canary}` }],
  imageSource: canary,
};
const inputs = (more: Values): Values =>
  boxInputs({
    ...{ title: canary, description: canary, triggers: { canary }, gpuCount: 1, container },
    __context: { name: "box", timeouts: { create: "4s" } },
    ...more,
  });

const preferred = { gpuName: `${canary} RTX` };
// The service's own words may say more: they are quoted as they are.
const refusal: Fault = { route: "POST /v1/jobs", status: 422, body: '{"message":"no"}' };

describe("a create", () => {
  const rig = useRig(openDirectDriver, { timeScale: 20 });

  test.each<[string, Values, readonly Fault[]]>([
    [
      "whose probe is not answered",
      { waitFor: { port: CONTAINER_PORT, http: `/${canary}`, status: 299 } },
      [],
    ],
    ["whose GPU nobody has", { gpuName: `${canary} RTX`, maxHourlyUsd: 0.518_273 }, []],
    [
      "whose GPUs nobody has",
      { gpuPreferences: [{ ...preferred, maxHourlyUsd: 0.518_273 }, preferred] },
      [],
    ],
    ["that is refused", {}, [refusal]],
  ])("%s says none of the inputs", async (_name, more, faults) => {
    for (const fault of faults) rig().emulator.failNext(fault);
    const driver: Driver = await rig().openAs({});
    const { message, kept } = await failureOf(driver.create(inputs(more)));
    const said = [
      message,
      ...(kept?.reasons ?? []),
      ...driver.words().map(({ message }) => message),
    ];
    expect(said.filter((line) => /canary|0\.518/.test(line))).toEqual([]);
    expect(said.join("")).not.toBe("");
  });
});
