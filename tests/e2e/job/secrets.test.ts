// No secret in clear: not in the state, not in what the engine prints.
import { succeeded } from "../../support/engine/project";
import { boxProgram, printed, useStack } from "../../support/stack";

const canaries = ["canary-environment-5b1f", "canary-registry-9e02", "canary-volume-77aa"] as const;
const container = {
  image: "a",
  ports: [22],
  env: { TOKEN: canaries[0] },
  registry: { host: "registry.example.com", user: "me", secret: canaries[1] },
  volumes: [{ image: "b", mount: "/data", secret: canaries[2] }],
};

// No job starts before the second test has given up.
const stack = useStack({ startAfterMs: 60_000 });

test("I01, I02: encrypts every secret in the state, although the program gave them plain", async () => {
  const run = succeeded(await stack.up(boxProgram({ container, waitFor: "created" })));
  const refresh = await stack.refresh();
  const state = JSON.stringify(await stack.project.exportState());
  const secrets = [...canaries, stack.emulator.secretKey];
  for (const text of [state, printed(run), printed(refresh)]) {
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  }
  const shown = JSON.stringify(await stack.project.exportState("--show-secrets"));
  expect(secrets.filter((secret) => !shown.includes(secret))).toEqual([]);
});

test("encrypts access tokens also when the wait fails", async () => {
  const run = await stack.up(boxProgram({ container }, '{ customTimeouts: { create: "1s" } }'));
  expect(run.code).not.toBe(0);
  const { outputs } = await stack.job();
  const { plaintext } = outputs?.["containerAccessTokens"] as { plaintext: string };
  const tokens = JSON.parse(plaintext) as string[];
  expect(tokens).toHaveLength(1);
  const state = JSON.stringify(await stack.project.exportState());
  expect([...tokens, ...canaries].filter((secret) => state.includes(secret))).toEqual([]);
});
