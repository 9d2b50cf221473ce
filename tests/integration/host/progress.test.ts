// What a person sees while a job is waited for, as the engine gets it.
import { keptAfterHost } from "./keptAfterHost";
import type { Values } from "../../support/hostProcess";
import { until } from "../../support/until";
import { jobProperties, useHost } from "./useHost";

jest.setTimeout(30_000);

const rig = useHost();
const unwanted = { image: "otoy/dispersed-base", ports: [], env: { EMULATOR_ASSIGN: "never" } };
const waitFor = (create: string, name = "render"): Values => ({
  container: unwanted,
  __context: { name, timeouts: { create } },
});

test("a job that waits for a node says how long, for what and until when, in lines that are not kept", async () => {
  const { engine, host } = rig();
  await keptAfterHost(host.create(jobProperties(waitFor("1s"))));
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

test("C13: fifteen jobs that wait in one process are no leak to it", async () => {
  const { host } = rig();
  const names = Array.from({ length: 15 }, (_, index) => `render-${index}`);
  await Promise.all(
    names.map((name) => keptAfterHost(host.create(jobProperties(waitFor("1s", name))))),
  );
  expect(host.printed()).toBe("");
});
