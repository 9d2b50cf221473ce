import { HostError, type Values } from "../../support/hostProcess";
import { commands, hostileTexts, textsIn, unfit } from "../../support/hostileTexts";
import { jobProperties, useHost } from "./useHost";
import { until } from "../../support/until";

jest.setTimeout(60_000);
const rig = useHost();
const JOB = "GET /v1/jobs/{uuid}";

let kept: { id: string; properties: Values };
beforeAll(async () => {
  kept = await rig().host.create(jobProperties());
});

/** JSON that may contain half a character. */
const answer = (json: unknown): { status: number; body: string } => ({
  status: 200,
  body: JSON.stringify(json),
});

async function failure(call: Promise<unknown>): Promise<HostError> {
  const thrown = await call.catch((error: unknown) => error);
  if (thrown instanceof HostError) return thrown;
  throw new Error("The call succeeded.", { cause: thrown });
}

/** The outputs when the service says this text wherever it can. */
async function readWith(text: string): Promise<Values> {
  const { emulator, host } = rig();
  const { id: uuid, properties } = kept;
  const names = { title: text, description: text, created_at: text, source_recipe_uuid: text };
  emulator.failNext({
    route: JOB,
    ...answer({ ...names, uuid, status: "RUNNING", status_reason: text, started_at: text }),
  });
  const url = { description: text, hostname: text, port: 80, protocol: text, tls: false };
  const ssh = { ...url, description: "ssh", protocol: "tcp" };
  const run = { uuid, job_uuid: uuid, status: "RUNNING", node_urls: [url, ssh] };
  emulator.failNext({ route: "GET /v1/job-runs", ...answer({ data: [run], total: 1 }) });
  return (await host.read(uuid, properties)).properties;
}

test("J01, J02, J04: no output repeats a hostile text as it is", async () => {
  expect(hostileTexts.length).toBeGreaterThanOrEqual(60);
  const bad: [string, readonly string[]][] = [];
  for (const text of hostileTexts) {
    const found = unfit(textsIn(await readWith(text)));
    if (found.length > 0) bad.push([text.slice(0, 40), found.map((each) => each.slice(0, 40))]);
  }
  expect(bad).toEqual([]);
});

test("J01, J02, J03, J04: nor does an error, what is printed of it, or the reasons that are kept", async () => {
  const { emulator, host } = rig();
  const texts: string[] = [];
  for (const text of hostileTexts) {
    const body = JSON.stringify({ error: { message: text } });
    emulator.failNext({ route: JOB, status: 403, body });
    texts.push((await failure(host.read(kept.id, kept.properties))).message);
    emulator.failNext({ route: JOB, status: 403, body: text });
    const news = jobProperties({ sshUser: "root" });
    const { message, kept: left } = await failure(host.update(kept.id, kept.properties, news));
    expect(left?.reasons).toHaveLength(1);
    texts.push(message, ...(left?.reasons ?? []));
  }
  const printed = host.printed().split("\n");
  expect([unfit([...texts, ...printed]), commands([...texts, ...printed])]).toEqual([[], []]);
});

test("J01, J02, J03, J04: nor does a line of the engine's log, of a container's log or a status", async () => {
  const { emulator, engine, host } = rig();
  const { id: uuid } = kept;
  for (const text of hostileTexts) {
    const job = { uuid, status: `ODD ${text}`, status_reason: text };
    emulator.failNext({ route: JOB, ...answer(job) });
    await host
      .update(uuid, kept.properties, jobProperties({ waitFor: "created" }))
      .catch(() => text);
    const dead = { ...kept.properties, status: "FAILED", statusReason: text };
    await host.diff(uuid, dead, jobProperties());
  }
  emulator.failNext({
    route: "GET /v1/job-runs/{uuid}",
    ...answer({ uuid, job_uuid: uuid, status: "FAILED", logs: hostileTexts.join("\n") }),
  });
  const failing = jobProperties({
    waitFor: "completed",
    logTailLines: 1_000,
    container: {
      image: "otoy/dispersed-base",
      ports: [],
      env: { EMULATOR_RUN_FOR_MS: "0", EMULATOR_EXIT_CODE: "3" },
    },
    __context: { name: "tail" },
  });
  await failure(host.create(failing));
  const isTold = (): boolean => engine.lines.some(({ message }) => message.startsWith("tail: | "));
  await until(isTold);
  expect(engine.lines.length).toBeGreaterThan(hostileTexts.length);
  const words = engine.lines.map(({ message }) => message);
  expect([unfit(words), commands(words)]).toEqual([[], []]);
});
