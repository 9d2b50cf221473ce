// What a process prints and logs of a job with secrets, also such as the service made; repeatedSecrets has its refusals.
import { canaries, containerWithCanaries, shownIn, spellingsOf } from "../../support/canaries";
import { HostError, type Values } from "../../support/hostProcess";
import { jobProperties, useHost } from "./useHost";
import { until } from "../../support/until";

jest.setTimeout(30_000);
const rig = useHost();
const token = "canary-token-c41d7e";
const secrets = (): readonly string[] => [
  ...Object.values(canaries),
  token,
  rig().emulator.secretKey,
];
const spelt = (): readonly string[] => secrets().flatMap(spellingsOf);

/** What a failed create leaves of a job with such a tail. */
async function failed(logTailLines: number): Promise<NonNullable<HostError["kept"]>> {
  const env = { ...containerWithCanaries.env, EMULATOR_RUN_FOR_MS: "0", EMULATOR_EXIT_CODE: "3" };
  const caught = await rig()
    .host.create(
      jobProperties({
        waitFor: "completed",
        logTailLines,
        container: { ...containerWithCanaries, env },
        __context: { name: `tail-${logTailLines}` },
      }),
    )
    .catch((error: unknown) => error);
  if (caught instanceof HostError && caught.kept !== undefined) return caught.kept;
  throw new Error("It should have been kept.", { cause: caught });
}

let reasons: string;
let outputs: Values;
beforeAll(async () => {
  const lie = { action: "lie", occurrence: "every" } as const;
  const status_reason = `cannot start: ${spelt().join(" | ")}`;
  rig().emulator.addFaults([
    {
      ...lie,
      route: "GET /v1/jobs/{uuid}",
      json: { container_access_tokens: [{ token }], status_reason },
    },
    {
      ...lie,
      route: "GET /v1/job-runs/{uuid}",
      json: { logs: [...spelt(), canaries.lines].join("\n") },
    },
  ]);
  const kept = await failed(1_000);
  reasons = kept.reasons.join("\n");
  outputs = kept.properties;
  await until(() => rig().engine.lines.some(({ message }) => message.includes("| ")));
});

test.each<[string, () => string]>([
  ["I08: the reasons that the engine keeps in clear hide", () => reasons],
  ["I12: the log that a person sees hides", () => JSON.stringify(rig().engine.lines)],
  // Under a name that the engine encrypts.
  ["I12: the log's tail, which the engine encrypts, hides", () => String(outputs["logsTail"])],
])("%s all of them", (_what, textOf) => {
  expect([shownIn(textOf(), secrets()), textOf().includes("[secret]")]).toEqual([[], true]);
});

test("I03: the service's access token is under the name that the engine encrypts, and nowhere else", () => {
  const { containerAccessTokens, ...others } = outputs;
  expect(containerAccessTokens).toContain(token);
  expect(shownIn(JSON.stringify(others), containerAccessTokens as string[])).toEqual([]);
});

test("I03: no output but the encrypted ones shows a secret", () => {
  const { container, containerAccessTokens, logsTail, ...open } = outputs;
  expect(containerAccessTokens === undefined || logsTail === undefined).toBe(false);
  const { env, registry, volumes, image, sshKey, ...others } = container as Values;
  expect([env, registry, volumes].includes(undefined)).toBe(false);
  // Those two are as open as the program gave them.
  expect([image, sshKey]).toEqual([containerWithCanaries.image, containerWithCanaries.sshKey]);
  expect(shownIn(JSON.stringify([open, others]), secrets())).toEqual([]);
});

test("I12: a tail that begins in the middle of a secret of several lines shows no line of it", async () => {
  const { properties } = await failed(1);
  expect(properties["logsTail"]).toBe("[secret]");
});
