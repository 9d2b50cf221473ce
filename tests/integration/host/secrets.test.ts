// What a process prints and logs of a job with secrets; repeatedSecrets has its refusals.
import { canaries, containerWithCanaries, shownIn } from "../../support/canaries";
import { HostError } from "../../support/hostProcess";
import { jobProperties, useHost } from "./useHost";
import { until } from "../../support/until";

jest.setTimeout(30_000);
const rig = useHost();
const properties = jobProperties({
  task: "PERSISTENT",
  maxTimeoutRunMs: null,
  container: containerWithCanaries,
});
const JOB = "GET /v1/jobs/{uuid}";
const secrets = Object.values(canaries);

test("an unknown status that repeats a secret is logged without it", async () => {
  const { emulator, engine, host } = rig();
  const { id, properties: outputs } = await host.create(properties);
  const before = engine.lines.length;
  const body = JSON.stringify({ uuid: id, status: `PAUSED ${canaries.env}` });
  emulator.failNext({ route: JOB, status: 200, body });
  await host.update(id, outputs, { ...properties, sshUser: "root" });
  await until(() => engine.lines.length > before);
  expect(shownIn(JSON.stringify(engine.lines.slice(before)), secrets)).toEqual([]);
});

test("the reason of a job's end shows no secret, in the outputs or in the log of its replacement", async () => {
  const { emulator, engine, host } = rig();
  const { id, properties: outputs } = await host.create(properties);
  const before = engine.lines.length;
  const reason = `cannot pull with ${canaries.registry}, TOKEN=${canaries.env}`;
  await emulator.endJob(id, { status: "FAILED", reason });
  const read = await host.read(id, outputs);
  await host.diff(id, read.properties, properties);
  await until(() => engine.lines.length > before);
  const texts = [String(read.properties["statusReason"]), JSON.stringify(engine.lines)];
  expect(texts.flatMap((text) => shownIn(text, secrets))).toEqual([]);
  expect(texts[0]).toContain("[secret]");
});

test("a bad input is refused without the secrets beside it", async () => {
  const { env, registry } = canaries;
  const container = {
    image: "",
    env: { "1st": env },
    registry: { secret: registry, pasword: env },
  };
  const { failures } = await rig().host.check({}, { ...properties, container });
  expect(failures).toHaveLength(3);
  expect(shownIn(JSON.stringify(failures), secrets)).toEqual([]);
});

test("I05: a wrong secret key is refused without its value", async () => {
  const { url, publicKey } = rig().emulator;
  const secretKey = "sk_canary_9d0c55";
  const host = await rig().start({
    config: {
      "dispersed:baseUrl": url,
      "dispersed:publicKey": publicKey,
      "dispersed:secretKey": secretKey,
    },
  });
  const failure: unknown = await host.create(properties).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(HostError);
  expect(shownIn(String(failure), [secretKey])).toEqual([]);
});
