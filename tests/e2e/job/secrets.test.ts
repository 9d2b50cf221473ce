// No secret in clear: not in the state, not in what the engine prints.
import { succeeded } from "../../support/engine/project";
import { boxProgram, createStack, printed, type TestStack } from "../../support/stack";

const CANARIES = {
  environment: "canary-environment-5b1f",
  registry: "canary-registry-9e02",
  volume: "canary-volume-77aa",
};

const container = {
  image: "a",
  ports: [22],
  env: { TOKEN: CANARIES.environment },
  registry: { host: "registry.example.com", user: "me", secret: CANARIES.registry },
  volumes: [{ image: "b", mount: "/data", secret: CANARIES.volume }],
};

let stack: TestStack;

afterEach(() => stack.close());

test("I01, I02: encrypts every secret in the state, although the program gave them plain", async () => {
  stack = await createStack();
  const run = succeeded(await stack.up(boxProgram({ container })));
  const refresh = succeeded(await stack.project.pulumi("refresh", "--yes", "--skip-preview"));
  const state = JSON.stringify(await stack.project.exportState());
  const secrets = [...Object.values(CANARIES), stack.emulator.secretKey];
  for (const text of [state, printed(run), printed(refresh)]) {
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  }
  const shown = JSON.stringify(await stack.project.exportState("--show-secrets"));
  expect(secrets.filter((secret) => !shown.includes(secret))).toEqual([]);
});

test("encrypts access tokens also when the wait fails", async () => {
  stack = await createStack({ startAfterMs: 60_000 });
  const run = await stack.up(boxProgram({ container }, '{ customTimeouts: { create: "1s" } }'));
  expect(run.code).not.toBe(0);
  const { outputs } = await stack.job();
  const tokens = JSON.parse(plaintextOf(outputs?.["containerAccessTokens"])) as string[];
  expect(tokens).toHaveLength(1);
  const state = JSON.stringify(await stack.project.exportState());
  const secrets = [...tokens, ...Object.values(CANARIES)];
  expect(secrets.filter((secret) => state.includes(secret))).toEqual([]);
});

test("hides a secret that the API repeats in its refusal", async () => {
  stack = await createStack();
  const body = JSON.stringify({ error: { message: `bad value "${CANARIES.registry}"` } });
  stack.emulator.failNext({ route: "POST /v1/jobs", status: 422, body, phase: "before" });
  const run = await stack.up(boxProgram({ container }));
  expect(run.code).not.toBe(0);
  expect(printed(run)).toContain('bad value "[secret]"');
  expect(printed(run)).not.toContain(CANARIES.registry);
});

/** A secret in an export with `--show-secrets`. */
function plaintextOf(secret: unknown): string {
  return (secret as { plaintext: string }).plaintext;
}
