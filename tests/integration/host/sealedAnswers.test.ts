// What the host answers: every secret of the schema is marked, also where the program marked none, as
// when a transform has put a plain value in the place of the one that the SDK had marked.
import { HostError, type Values } from "../../support/hostProcess";
import { SECRET } from "../../support/providerCalls";
import { jobProperties, useHost } from "./useHost";

jest.setTimeout(60_000);
const rig = useHost();
const canaries = ["canary-env-5b1f", "canary-registry-9e02", "canary-volume-77aa"];
const [env, registry, volume] = canaries;
const container = {
  image: "a",
  ports: [22],
  env: { TOKEN: env },
  registry: { user: "me", secret: registry },
  volumes: [{ image: "b", mount: "/data", secret: volume }],
};
const properties = jobProperties({ task: "PERSISTENT", maxTimeoutRunMs: null, container });

/** What a result shows without its secrets. */
function inClear(values: unknown): string {
  const [key = ""] = Object.keys(SECRET);
  return JSON.stringify(values, (_name, value: unknown) =>
    typeof value === "object" && value !== null && key in value ? "[secret]" : value,
  );
}

/** The canaries and the service's own secrets that the last answer shows in clear. */
function shown(answers: readonly Values[], tokens: readonly string[] = []): readonly string[] {
  const text = answers.map(inClear).join();
  return [...canaries, ...tokens].filter((secret) => text.includes(secret));
}

test("check marks the secrets of its inputs", async () => {
  await rig().host.check({}, properties);
  expect(shown(rig().host.answered())).toEqual([]);
});

test("create, read and update mark the secrets of their outputs", async () => {
  const { host } = rig();
  const { id, properties: outputs } = await host.create(properties);
  const tokens = outputs["containerAccessTokens"] as string[];
  expect(tokens).toHaveLength(1);
  const answers = [host.answered()];
  const { properties: known } = await host.read(id, outputs);
  answers.push(host.answered());
  await host.update(id, known, { ...properties, sshUser: "root" });
  answers.push(host.answered());
  expect(answers.map((answer) => shown(answer, tokens))).toEqual([[], [], []]);
});

test("a create that fails marks the secrets of what it keeps", async () => {
  const { emulator, host } = rig();
  emulator.failNext({ route: "GET /v1/jobs/{uuid}", status: 403, body: "{}" });
  const failure = await host
    .create({ ...properties, __context: { name: "failing" } })
    .catch((error: unknown) => error);
  const kept = failure instanceof HostError ? failure.kept : undefined;
  expect(kept?.properties["uuid"]).toEqual(expect.any(String));
  expect(shown(host.answered())).toEqual([]);
});
