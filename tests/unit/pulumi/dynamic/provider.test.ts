import { provider, type DynamicProvider } from "../../../../provider/pulumi/dynamic/provider";
import { PartialFailure } from "../../../../provider/resources/contract/partialFailure";
import { rejection } from "../../../support/fakes";
import { SECRET } from "../../../support/providerCalls";

const uuid = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
const code = 'exports.handler=()=>require("pulumi-dispersed/host").provider("Job")';
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const keys: Readonly<Record<string, string>> = {
  "dispersed:publicKey": "pk_x",
  "dispersed:secretKey": "sk_x",
};

const inputs = {
  task: "BATCH",
  container: { image: "ubuntu" },
  maxTimeoutRunMs: 60_000,
  __provider: code,
  __context: { name: "box" },
};

const outputs = {
  ...inputs,
  uuid,
  status: "RUNNING",
  nodeUrls: [],
  apiOrigin: "https://api.dispersed.com",
};

const configured = (get: (key: string) => string | undefined): DynamicProvider => {
  const host = provider("Job");
  host.configure({ config: { get } });
  return host;
};
const host = (more: Readonly<Record<string, string>> = {}): DynamicProvider =>
  configured((key) => more[key] ?? keys[key]);

/** A value as the engine marks a secret. */
const secret = (value: unknown): object => ({ ...SECRET, value });

/** A host in which the first thing that every operation needs throws. */
const failing = (thrown: unknown): DynamicProvider =>
  configured(() => {
    throw thrown as Error;
  });

const noKeys = /^Dispersed credentials are missing: set dispersed:publicKey/;

let said: string[] = [];

beforeEach(() => {
  for (const name of Object.keys(process.env)) {
    if (/^(DISPERSED|ZER)_/.test(name)) Reflect.deleteProperty(process.env, name);
  }
  said = [];
  jest.spyOn(process.stderr, "write").mockImplementation((line) => {
    said.push(String(line));
    return true;
  });
});

afterEach(() => jest.restoreAllMocks());

describe("provider", () => {
  test("says what is wrong when a state has a type that this version does not know", () => {
    expect(() => provider("Cluster")).toThrow(
      new Error("pulumi-dispersed has no resource Cluster: is the package older than the state?"),
    );
  });
});

describe("check", () => {
  const refused = (reason: unknown): object => ({ property: "", reason });

  test("passes right inputs on, with what is hidden but without the code", async () => {
    expect(await host().check({}, inputs)).toEqual({
      inputs: {
        task: "BATCH",
        container: { image: "ubuntu" },
        maxTimeoutRunMs: 60_000,
        __context: { name: "box", id: expect.stringMatching(/^\.[a-z2-7]{10}$/) as string },
      },
      failures: [],
    });
  });

  test("adds what is inherited, and marks its secret for the engine", async () => {
    const registry = { user: "me", secret: "canary" };
    const defaults = JSON.stringify({ registry, maxHourlyUsd: 1 });
    expect(await host({ "dispersed:defaults": defaults }).check({}, inputs)).toMatchObject({
      inputs: {
        container: { image: "ubuntu", registry: { user: "me", secret: secret("canary") } },
        maxHourlyUsd: 1,
      },
      failures: [],
    });
  });

  test("marks what the schema calls secret, whether the program marked it or not", async () => {
    const container = {
      image: "ubuntu",
      env: { TOKEN: "canary" },
      registry: { user: "me", secret: "canary" },
      volumes: [{ image: "a" }, { image: "b", secret: "canary" }],
    };
    const { inputs: checked } = await host().check({}, { ...inputs, container });
    expect(checked["container"]).toEqual({
      image: "ubuntu",
      // Of a map that is not marked, the engine would drop the mark of the whole.
      env: { TOKEN: secret("canary") },
      registry: { user: "me", secret: secret("canary") },
      // As the engine marks a list of which the program marked a part.
      volumes: secret([{ image: "a" }, { image: "b", secret: "canary" }]),
    });
  });

  test("draws a generation for a new resource, and keeps that of an old one", async () => {
    const { inputs: first } = await host().check({}, inputs);
    const { inputs: second } = await host().check(first, inputs);
    const { inputs: third } = await host().check({}, inputs);
    expect(second).toEqual(first);
    expect(third["__context"]).not.toEqual(first["__context"]);
  });

  test("lists every failure by path and reason, and gives the engine no property to print", async () => {
    const { failures } = await host().check({}, { ...inputs, task: "DAEMON", gpu_count: 1 });
    expect(failures).toEqual([
      refused("task must be BATCH or PERSISTENT"),
      refused("gpu_count is not a property of Job; did you mean gpuCount?"),
    ]);
  });

  test("does not judge a value that the engine does not know yet, and passes it on", async () => {
    const result = await host().check({}, { ...inputs, container: { image: unknown } });
    expect(result).toMatchObject({ inputs: { container: { image: unknown } }, failures: [] });
  });

  test("has no failure that the engine's display would obey", async () => {
    const container = { image: "ubuntu", "<{%x%}>\u001b[31m": 1 };
    expect((await host().check({}, { ...inputs, container })).failures).toEqual([
      refused(expect.stringMatching(/^container\["…"\] is not a property of container/)),
    ]);
  });

  test("warns with the resource's name, and fails nothing for it", async () => {
    const { failures } = await host().check({}, { ...inputs, allowedRegionCodes: ["moon"] });
    expect([failures, said]).toEqual([
      [],
      ["warning: box: allowedRegionCodes[0] is not a region that this version knows\n"],
    ]);
  });

  test.each<[string, () => DynamicProvider, unknown]>([
    [
      "the defaults are wrong",
      () => host({ "dispersed:defaults": '{"price":1}' }),
      expect.stringContaining("price is not a property of dispersed:defaults"),
    ],
    ["there are no keys", () => configured(() => undefined), expect.stringMatching(noKeys)],
    ["it was never configured", () => provider("Job"), expect.stringMatching(noKeys)],
    ["reading the configuration throws", () => failing(undefined), "undefined"],
  ])("fails when %s, so that a preview fails", async (_name, make, reason) => {
    expect((await make().check({}, inputs)).failures).toEqual([refused(reason)]);
  });
});

describe("diff", () => {
  const diff = (news: object, olds: object = {}): ReturnType<DynamicProvider["diff"]> =>
    host().diff(uuid, { ...outputs, ...olds }, { ...inputs, ...news });
  const replacing = (...replaces: string[]): object => ({ replaces, deleteBeforeReplace: true });

  test("needs no keys", async () => {
    expect(await provider("Job").diff(uuid, outputs, inputs)).toEqual({ changes: false });
  });

  test("of a job that the plugin bought is an update, after which the host can delete it", async () => {
    const bought = Object.fromEntries(
      Object.entries(outputs).filter(([name]) => name !== "__provider"),
    );
    expect(await provider("Job").diff(uuid, bought, inputs)).toEqual({ changes: true });
  });

  const inPlace = { changes: true, ...replacing() };
  const container = { image: "debian", tag: "12" };
  const timeouts = { __context: { name: "box", timeouts: { delete: "1m" } } };

  test.each<[string, object, object, object]>([
    [
      "names each replacing input once",
      { title: "x", container },
      {},
      replacing("container", "title"),
    ],
    ["leaves a change in place to the engine", { sshUser: "root" }, {}, replacing()],
    ["may replace for an unknown value", { title: unknown }, {}, replacing("title")],
    ["goes on waiting in place", {}, { status: "PENDING" }, inPlace],
    ["changes in place for new timeouts", timeouts, {}, inPlace],
  ])("%s", async (_name, news, olds, expected) => {
    expect(await diff(news, olds)).toEqual(expected);
  });

  test("shows no secret of the job that the reason repeats", async () => {
    const container = { image: "ubuntu", env: { TOKEN: "hunter22" } };
    await diff({ container }, { container, status: "FAILED", statusReason: "bad hunter22" });
    expect(said).toEqual([
      `info: box: the job ${uuid} ended FAILED (bad [secret]), and replaceOn lists that status, so it is replaced\n`,
    ]);
  });

  test.each([
    ["the package's code", { __provider: "exports.handler=old" }],
    ["the key", { __context: { name: "box", key: "other" } }],
    ["the base URL", { apiOrigin: "https://other.example.com" }],
  ])("does not take another form of %s for a change", async (_name, olds) => {
    expect(await diff({}, olds)).toEqual({ changes: false });
  });
});

describe("a failure", () => {
  const operations = {
    create: (dynamic: DynamicProvider) => dynamic.create(inputs),
    read: (dynamic: DynamicProvider) => dynamic.read(uuid, outputs),
    update: (dynamic: DynamicProvider) => dynamic.update(uuid, outputs, inputs),
    delete: (dynamic: DynamicProvider) => dynamic.delete(uuid, outputs),
  };
  const names = ["create", "read", "update", "delete"] as const;

  test.each(
    names.flatMap((name) => [undefined, null, "text", 7].map((thrown) => [name, thrown] as const)),
  )("of %s that throws %p is an error all the same", async (name, thrown) => {
    const error = await rejection(operations[name](failing(thrown)));
    expect([error instanceof Error, (error as Error).message]).toEqual([true, String(thrown)]);
  });

  test.each(names)("of %s is one clean line, without a stack and without an id", async (name) => {
    const error = await rejection(operations[name](failing(new Error("a\u001b[31m\n<{%x"))));
    const { message, stack } = error as Error;
    expect([message, stack, Object.keys(error as object)]).toEqual(["a [31m <{ %x", "", []]);
  });

  test.each(["create", "update"] as const)(
    "of %s with an id carries everything that the engine needs to keep the job",
    async (name) => {
      const known = {
        uuid,
        status: "PENDING",
        statusReason: undefined,
        rate: Number.NaN,
        at: new Date(0),
        __context: { name: "box", key: "k" },
      };
      const thrown = new PartialFailure(uuid, known, new Error("not ready"));
      const error = (await rejection(operations[name](failing(thrown)))) as Record<string, unknown>;
      expect({ ...error, message: error["message"] }).toEqual({
        message: "not ready",
        id: uuid,
        reasons: ["not ready"],
        properties: {
          uuid,
          status: "PENDING",
          rate: null,
          at: "1970-01-01T00:00:00.000Z",
          __context: { name: "box", key: "k" },
          __provider: code,
        },
      });
      expect(Object.keys(error["properties"] as object)).not.toContain("statusReason");
    },
  );
});
