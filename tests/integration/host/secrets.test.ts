// Canaries in every place where a secret can be, and a service that repeats them at every turn.
import type { Fault } from "../../../emulator";
import { HostError } from "../../support/hostProcess";
import { jobProperties, useHost } from "./useHost";
import { until } from "../../support/until";

jest.setTimeout(30_000);
const rig = useHost();

const canaries = {
  env: "canary-env-7f3a91",
  registry: "canary-registry-51c0d2",
  volume: 'canary-volume-"quoted"-e81b',
};
const properties = jobProperties({
  task: "PERSISTENT",
  maxTimeoutRunMs: null,
  container: {
    image: "otoy/dispersed-base",
    ports: [],
    env: { TOKEN: canaries.env },
    registry: { user: "robot", secret: canaries.registry },
    volumes: [{ image: "otoy/volume", secret: canaries.volume }],
  },
});

const allSecrets = (): string[] => [...Object.values(canaries), rig().emulator.secretKey];

/** A fault whose answer repeats all secrets, in the form the API gives its errors. */
function echo(route: string, status: number): Fault {
  const message = `invalid value: ${allSecrets().join(" ")}`;
  return { route, status, body: JSON.stringify({ error: { code: "invalid", message } }) };
}

/** The secrets that a text shows, as they are or as JSON, a URL or base64 would spell them. */
function shown(text: string): string[] {
  return allSecrets().filter((secret) =>
    [
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret),
      Buffer.from(secret).toString("base64"),
    ].some((spelling) => text.includes(spelling)),
  );
}

async function failure(call: Promise<unknown>): Promise<HostError> {
  const thrown = await call.then(
    () => new Error("The call succeeded."),
    (error: unknown) => error,
  );
  if (thrown instanceof HostError) return thrown;
  throw thrown;
}

/** Everything of a failure that a person or a log may see; the outputs are the state's business. */
function words({ message, kept }: HostError): string {
  return [message, ...(kept?.reasons ?? [])].join("\n");
}

describe("no secret that the service repeats is in the error of", () => {
  test("I08: a refused create", async () => {
    const { emulator, host } = rig();
    emulator.failNext(echo("POST /v1/jobs", 400));
    expect(shown(words(await failure(host.create(properties))))).toEqual([]);
  });

  test("I08: a create whose wait is refused", async () => {
    const { emulator, host } = rig();
    emulator.failNext(echo("GET /v1/jobs/{uuid}", 403));
    expect(shown(words(await failure(host.create(properties))))).toEqual([]);
  });

  test("I08: a read", async () => {
    const { emulator, host } = rig();
    const { id, properties: outputs } = await host.create(properties);
    emulator.failNext(echo("GET /v1/jobs/{uuid}", 403));
    expect(shown(words(await failure(host.read(id, outputs))))).toEqual([]);
  });

  test("I08: an update", async () => {
    const { emulator, host } = rig();
    const { id, properties: outputs } = await host.create(properties);
    emulator.failNext(echo("GET /v1/jobs/{uuid}", 403));
    const updating = host.update(id, outputs, { ...properties, sshUser: "root" });
    expect(shown(words(await failure(updating)))).toEqual([]);
  });

  test("I08: a delete", async () => {
    const { emulator, host } = rig();
    const { id, properties: outputs } = await host.create(properties);
    emulator.failNext(echo("PUT /v1/jobs/{uuid}/cancel", 403));
    expect(shown(words(await failure(host.delete(id, outputs))))).toEqual([]);
  });
});

describe("a job whose end the service explains with secrets", () => {
  const reason = `cannot pull with ${canaries.registry}, TOKEN=${canaries.env}`;

  test("fails its create without showing them", async () => {
    const { emulator, host } = rig();
    const body = JSON.stringify({
      uuid: "00000000-0000-4000-8000-000000000000",
      status: "FAILED",
      status_reason: reason,
    });
    emulator.failNext({ route: "POST /v1/jobs", status: 201, body });
    emulator.failNext({ route: "GET /v1/jobs/{uuid}", status: 200, body });
    expect(shown(words(await failure(host.create(properties))))).toEqual([]);
  });

  test("does not carry them in the output statusReason, which is no secret", async () => {
    const { emulator, host } = rig();
    const { id, properties: outputs } = await host.create(properties);
    await emulator.endJob(id, { status: "FAILED", reason });
    const read = await host.read(id, outputs);
    expect(shown(String(read.properties["statusReason"]))).toEqual([]);
  });

  test("is replaced with a line in the log that does not show them", async () => {
    const { emulator, engine, host } = rig();
    const before = engine.lines.length;
    const { id, properties: outputs } = await host.create(properties);
    await emulator.endJob(id, { status: "FAILED", reason });
    const read = await host.read(id, outputs);
    await host.diff(id, read.properties, properties);
    await until(() => engine.lines.length > before);
    expect(shown(JSON.stringify(engine.lines.slice(before)))).toEqual([]);
  });
});

test("a warning about what the service says shows none of them", async () => {
  const { emulator, engine, host } = rig();
  const { id, properties: outputs } = await host.create(properties);
  const before = engine.lines.length;
  const body = JSON.stringify({ uuid: id, status: `PAUSED ${canaries.env}` });
  emulator.failNext({ route: "GET /v1/jobs/{uuid}", status: 200, body });
  await host.update(id, outputs, { ...properties, sshUser: "root" });
  await until(() => engine.lines.length > before);
  expect(shown(JSON.stringify(engine.lines.slice(before)))).toEqual([]);
});

test("a bad input is complained about without the secrets beside it", async () => {
  const { host } = rig();
  const { failures } = await host.check(
    {},
    {
      ...properties,
      container: {
        image: "",
        env: { "1st": canaries.env },
        registry: { secret: canaries.registry, pasword: canaries.volume },
      },
    },
  );
  expect(shown(JSON.stringify(failures))).toEqual([]);
});

test("I05: the keys are in no output", async () => {
  const { emulator, host } = rig();
  const text = JSON.stringify(await host.create(properties));
  const { publicKey, secretKey } = emulator;
  expect([publicKey, secretKey].filter((key) => text.includes(key))).toEqual([]);
});

test("I05: a wrong secret key is refused without its value", async () => {
  const { emulator } = rig();
  const secretKey = "sk_canary_9d0c55";
  const host = await rig().start({
    config: {
      "dispersed:baseUrl": emulator.url,
      "dispersed:publicKey": emulator.publicKey,
      "dispersed:secretKey": secretKey,
    },
  });
  const { message } = await failure(host.create(properties));
  expect(message).not.toContain(secretKey);
});

test("an error that the host prints shows none of them", async () => {
  const { emulator, host } = rig();
  const { id, properties: outputs } = await host.create(properties);
  const before = host.printed().length;
  emulator.failNext(echo("GET /v1/jobs/{uuid}", 403));
  await failure(host.read(id, outputs));
  await until(() => host.printed().length > before);
  expect(shown(host.printed().slice(before))).toEqual([]);
});
