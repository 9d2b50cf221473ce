// What a person sees while a job is waited for, as the engine gets it.
import { keptAfterHost } from "./keptAfterHost";
import { until } from "../../support/until";
import { jobProperties, useHost } from "./useHost";

jest.setTimeout(30_000);

const rig = useHost();
const container = { image: "otoy/dispersed-base", ports: [], env: { EMULATOR_ASSIGN: "never" } };

test("a job that waits for a node says how long, for what and until when, in lines that are not kept", async () => {
  const { engine, host } = rig();
  const __context = { name: "render", timeouts: { create: "1s" } };
  await keptAfterHost(host.create(jobProperties({ container, __context })));
  await until(() => engine.lines.some(({ message }) => message.includes("PENDING")));
  const progress = engine.lines.filter(({ message }) => message.includes("waiting for a node"));
  expect(progress[0]?.message).toMatch(
    /^render: PENDING \d+s: waiting for a node, assign window ends in (5m|4m5\ds)$/,
  );
  expect(progress.every(({ ephemeral }) => ephemeral === true)).toBe(true);
});

test("words that must stay are not passing ones", async () => {
  const { engine, host } = rig();
  const ports = { image: "otoy/dispersed-base", ports: [80], sshKey: "ssh-ed25519 AAAA" };
  const before = engine.lines.length;
  await host.check({}, jobProperties({ container: ports }));
  await until(() => engine.lines.length > before);
  expect(engine.lines.at(-1)).toEqual({
    severity: "warning",
    message: expect.stringContaining("SSH cannot reach the job") as string,
  });
});
