import { provider, type DynamicProvider } from "../../../../provider/pulumi/dynamic/provider";
import { PartialFailure } from "../../../../provider/resources/contract/partialFailure";
import { rejection } from "../../../support/fakes";

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

const host = (): DynamicProvider => configured((key) => keys[key]);

/** A value as the engine is told that it is a secret. */
const secret = (value: unknown): object => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

/** A host in which the first thing that every operation needs throws. */
const failing = (thrown: unknown): DynamicProvider =>
  configured(() => {
    throw thrown as Error;
  });

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
  test("says what is wrong when a state knows a type that this version does not", () => {
    expect(() => provider("Cluster")).toThrow(
      new Error("pulumi-dispersed has no resource Cluster: is the package older than the state?"),
    );
  });

  test("offers what Pulumi's host calls", () => {
    expect(Object.keys(provider("Job")).sort()).toEqual([
      "check",
      "configure",
      "create",
      "delete",
      "diff",
      "read",
      "update",
    ]);
  });
});

describe("check", () => {
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
    const defaults = JSON.stringify({
      registry: { user: "me", secret: "canary" },
      maxHourlyUsd: 1,
    });
    const settled: Readonly<Record<string, string>> = { ...keys, "dispersed:defaults": defaults };
    const result = await configured((key) => settled[key]).check({}, inputs);

    expect(result).toMatchObject({
      inputs: {
        container: {
          image: "ubuntu",
          registry: {
            user: "me",
            secret: secret("canary"),
          },
        },
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
      env: secret({ TOKEN: "canary" }),
      registry: { user: "me", secret: secret("canary") },
      // As the engine marks a list of which the program marked a part.
      volumes: secret([{ image: "a" }, { image: "b", secret: "canary" }]),
    });
  });

  test("fails for defaults that are wrong, so that a preview says so", async () => {
    const settled: Readonly<Record<string, string>> = {
      ...keys,
      "dispersed:defaults": '{"price":1}',
    };
    const { failures } = await configured((key) => settled[key]).check({}, inputs);

    expect(failures).toEqual([
      {
        property: "",
        reason: expect.stringContaining("price is not a property of dispersed:defaults") as string,
      },
    ]);
  });

  test("draws a generation for a new resource, and keeps that of an old one", async () => {
    const { inputs: first } = await host().check({}, inputs);
    const { inputs: second } = await host().check(first, inputs);
    const { inputs: third } = await host().check({}, inputs);

    expect(second).toEqual(first);
    expect(third["__context"]).not.toEqual(first["__context"]);
  });

  test("lists every failure by path and reason, and hands the engine no property to print", async () => {
    const { failures } = await host().check({}, { ...inputs, task: "DAEMON", gpu_count: 1 });

    expect(failures).toEqual([
      { property: "", reason: "task must be BATCH or PERSISTENT" },
      { property: "", reason: "gpu_count is not a property of Job; did you mean gpuCount?" },
    ]);
  });

  test("does not judge what the engine does not know yet, and passes it on", async () => {
    const result = await host().check({}, { ...inputs, container: { image: unknown } });

    expect(result).toMatchObject({ inputs: { container: { image: unknown } }, failures: [] });
  });

  test("says no failure in words that the engine's display would obey", async () => {
    const container = { image: "ubuntu", "<{%x%}>\u001b[31m": 1 };

    expect((await host().check({}, { ...inputs, container })).failures).toEqual([
      {
        property: "",
        reason: expect.stringMatching(/^container\["…"\] is not a property of container/) as string,
      },
    ]);
  });

  test("says warnings by the resource's name, and fails nothing for them", async () => {
    const { failures } = await host().check({}, { ...inputs, allowedRegionCodes: ["moon"] });

    expect([failures, said]).toEqual([
      [],
      ["warning: box: allowedRegionCodes[0] is not a region that this version knows\n"],
    ]);
  });

  test("fails when there are no keys, so that a preview says so", async () => {
    const { failures } = await configured(() => undefined).check({}, inputs);

    expect(failures).toEqual([
      {
        property: "",
        reason:
          "Dispersed credentials are missing: set dispersed:publicKey with `pulumi config set " +
          "dispersed:publicKey …`, or the environment variable DISPERSED_PUBLIC_KEY. Nothing was sent.",
      },
    ]);
  });

  test("tells missing keys beside wrong inputs", async () => {
    const { failures } = await configured(() => undefined).check({}, { ...inputs, task: "x" });

    expect(failures.map(({ reason }) => reason.slice(0, 9))).toEqual(["task must", "Dispersed"]);
  });

  test("fails also when nobody has configured it", async () => {
    expect((await provider("Job").check({}, inputs)).failures).toHaveLength(1);
  });

  test("takes keys from the environment where the configuration is silent", async () => {
    process.env["DISPERSED_PUBLIC_KEY"] = "pk_x";
    process.env["DISPERSED_SECRET_KEY"] = "sk_x";

    expect((await configured(() => undefined).check({}, inputs)).failures).toEqual([]);
  });

  test("reads the configuration anew each time", async () => {
    const values: Record<string, string> = {};
    const late = configured((key) => values[key]);
    const before = (await late.check({}, inputs)).failures.length;
    Object.assign(values, keys);

    expect([before, (await late.check({}, inputs)).failures.length]).toEqual([1, 0]);
  });

  test("turns anything that reading the configuration throws into a failure", async () => {
    expect((await failing(undefined).check({}, inputs)).failures).toEqual([
      { property: "", reason: "undefined" },
    ]);
  });
});

describe("diff", () => {
  const diff = (news: object, olds: object = {}): ReturnType<DynamicProvider["diff"]> =>
    host().diff(uuid, { ...outputs, ...olds }, { ...inputs, ...news });

  test("finds nothing where nothing changed", async () => {
    expect(await diff({})).toEqual({ changes: false });
  });

  test("needs no keys", async () => {
    expect(await provider("Job").diff(uuid, outputs, inputs)).toEqual({ changes: false });
  });

  test("names the top-level inputs that replace, each once", async () => {
    expect(await diff({ title: "x", container: { image: "debian", tag: "12" } })).toEqual({
      replaces: ["container", "title"],
      deleteBeforeReplace: true,
    });
  });

  test("leaves it to the engine to see what changed in place", async () => {
    expect(await diff({ sshUser: "root" })).toEqual({ replaces: [], deleteBeforeReplace: true });
  });

  test("says that there is a change where the engine cannot see it, and why", async () => {
    expect(await diff({}, { status: "FAILED", statusReason: "no node" })).toEqual({
      changes: true,
      replaces: ["status"],
      deleteBeforeReplace: true,
    });
    expect(said).toEqual([
      `info: box: the job ${uuid} ended FAILED (no node), and replaceOn lists that status, so it is replaced\n`,
    ]);
  });

  test("shows no secret of the job that the reason repeats", async () => {
    const container = { image: "ubuntu", env: { TOKEN: "hunter22" } };

    await diff({ container }, { container, status: "FAILED", statusReason: "bad hunter22" });

    expect(said).toEqual([
      `info: box: the job ${uuid} ended FAILED (bad [secret]), and replaceOn lists that status, so it is replaced\n`,
    ]);
  });

  test("goes on waiting in place", async () => {
    expect(await diff({}, { status: "PENDING" })).toEqual({
      changes: true,
      replaces: [],
      deleteBeforeReplace: true,
    });
  });

  test("changes in place for new timeouts", async () => {
    expect(await diff({ __context: { name: "box", timeouts: { delete: "1m" } } })).toEqual({
      changes: true,
      replaces: [],
      deleteBeforeReplace: true,
    });
  });

  test.each([
    ["the package's code", { __provider: "exports.handler=old" }],
    ["the key", { __context: { name: "box", key: "other" } }],
    ["the base URL", { apiOrigin: "https://other.example.com" }],
  ])("does not take another form of %s for a change", async (_name, olds) => {
    expect(await diff({}, olds)).toEqual({ changes: false });
  });

  test("may replace for a value that is not known yet", async () => {
    expect(await diff({ title: unknown })).toEqual({
      replaces: ["title"],
      deleteBeforeReplace: true,
    });
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

  test.each(names)("of %s without keys says which are missing", async (name) => {
    const error = await rejection(operations[name](configured(() => undefined)));

    expect(String(error)).toMatch(
      /^Error: Dispersed credentials are missing: set dispersed:publicKey/,
    );
  });

  test.each(
    names.flatMap((name) => [undefined, null, "text", 7].map((thrown) => [name, thrown] as const)),
  )("of %s that throws %p is an error all the same", async (name, thrown) => {
    const error = await rejection(operations[name](failing(thrown)));

    expect([error instanceof Error, (error as Error).message]).toEqual([true, String(thrown)]);
  });

  test.each(names)("of %s shows no stack to the user", async (name) => {
    expect(((await rejection(operations[name](failing(new Error("no"))))) as Error).stack).toBe("");
  });

  test.each(names)("of %s is one clean line", async (name) => {
    const error = await rejection(operations[name](failing(new Error("a\u001b[31m\n<{%x"))));

    expect((error as Error).message).toBe("a [31m <{ %x");
  });

  test.each(names)(
    "of %s without an id carries none, so that the engine keeps nothing",
    async (name) => {
      const error = await rejection(operations[name](failing(new Error("no"))));

      expect(Object.keys(error as object)).toEqual([]);
    },
  );

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
