// A transform of the program changes a resource after the SDK has prepared it: what is secret stays
// encrypted, and what a dynamic provider does not learn from the engine is read after the
// transform.
import { succeeded } from "../../support/engine/project";
import { useStack, programOf } from "../../support/stack";

jest.setTimeout(300_000);

const canaries = ["canary-env-5b1f0c", "canary-registry-9e02a1", "canary-volume-77aa52"];
const [env, registry, volume] = canaries;
const plain = JSON.stringify({
  image: "a",
  ports: [22],
  env: { TOKEN: env },
  registry: { host: "registry.example.com", user: "me", secret: registry },
  volumes: [{ image: "b", mount: "/data", secret: volume }],
});

const stack = useStack();

/** The canaries that the state holds in clear, and how many it holds in all. */
async function held(): Promise<{ readonly inClear: readonly string[]; readonly kept: number }> {
  const state = JSON.stringify(await stack.project.exportState());
  const opened = JSON.stringify(await stack.project.exportState("--show-secrets"));
  const { outputs } = await stack.job();
  const { plaintext = "[]" } = (outputs?.["containerAccessTokens"] ?? {}) as { plaintext?: string };
  const secrets = [...canaries, ...(JSON.parse(plaintext) as string[])];
  return {
    inClear: secrets.filter((secret) => state.includes(secret)),
    kept: secrets.filter((secret) => opened.includes(secret)).length,
  };
}

test("secrets that a transform gives plain, without the options of the SDK, are encrypted", async () => {
  const program = (sshUser: string): string =>
    programOf(`pulumi.runtime.registerResourceTransform(({ type, props }) =>
        /dispersed:Job$/.test(type) ? { props: { ...props, container: ${plain} }, opts: {} } : undefined);
      new dispersed.Job("box", {
        task: "PERSISTENT", waitFor: "created", sshUser: "${sshUser}", container: { image: "a" },
      });`);
  succeeded(await stack.up(program("duser")));
  const seen = [await held()];
  await stack.refresh();
  seen.push(await held());
  succeeded(await stack.up(program("root")));
  seen.push(await held());
  const nothing = { inClear: [], kept: 4 };
  expect(seen).toEqual([nothing, nothing, nothing]);
});

test("an up with a refresh encrypts what an older version left in clear", async () => {
  const program = programOf(
    `new dispersed.Job("box", { task: "PERSISTENT", container: ${plain} });`,
  );
  succeeded(await stack.up(program));
  const { stdout } = succeeded(await stack.project.pulumi("stack", "export", "--show-secrets"));
  // Without its mark, like a value that was never called secret.
  const withoutMark = (_key: string, value: unknown): unknown => {
    const { plaintext, ciphertext } = (value ?? {}) as Record<string, unknown>;
    const isOurs = typeof plaintext === "string" && ciphertext === undefined;
    return isOurs && canaries.some((secret) => plaintext.includes(secret))
      ? (JSON.parse(plaintext, withoutMark) as unknown)
      : value;
  };
  const deployment = JSON.parse(stdout, withoutMark) as object;
  stack.project.write({ "state.json": JSON.stringify(deployment) });
  succeeded(await stack.project.pulumi("stack", "import", "--file", "state.json"));
  expect((await held()).inClear).toEqual(canaries);
  succeeded(await stack.up(program, "--refresh"));
  expect(await held()).toEqual({ inClear: [], kept: 4 });
});

test("deadlines count that a transform of any kind sets or takes away", async () => {
  const program = programOf(`
    const args = { task: "PERSISTENT", container: { image: "a" }, waitFor: "created" };
    const late = { customTimeouts: { create: "7m" } };
    const set = ({ props, opts }) => ({ props, opts: { ...opts, ...late } });
    const named = (name, transform) => (args) => (args.name === name ? transform(args) : undefined);
    pulumi.runtime.registerStackTransformation(named("stack-transformation", set));
    pulumi.runtime.registerResourceTransform(named("stack-transform", set));
    pulumi.runtime.registerResourceTransform(
      named("taken", ({ props, opts: { customTimeouts, ...opts } }) => ({ props, opts })));
    class Group extends pulumi.ComponentResource {
      constructor(name, opts) {
        super("test:index:Group", name, {}, opts);
        new dispersed.Job(name + "-member", args, { parent: this });
      }
    }
    new dispersed.Job("own-transformation", args, { transformations: [set] });
    new dispersed.Job("own-transform", args, { transforms: [set] });
    new Group("old", { transformations: [named("old-member", set)] });
    new Group("new", { transforms: [named("new-member", set)] });
    new dispersed.Job("stack-transformation", args);
    new dispersed.Job("stack-transform", args);
    new dispersed.Job("taken", args, late);
    new dispersed.Job("given", args, late);
    new dispersed.Job("silent", args);`);
  succeeded(await stack.up(program));
  const { resources = [] } = await stack.project.exportState();
  const jobs = resources.filter(({ type }) => type.endsWith("dispersed:Job"));
  const timeouts = jobs.map(({ urn, inputs = {} }) => [
    urn.replace(/^.*::/, ""),
    (inputs["__context"] as { timeouts?: { create?: string } }).timeouts?.create,
  ]);
  expect(Object.fromEntries(timeouts)).toEqual({
    "own-transformation": "7m",
    "own-transform": "7m",
    "old-member": "7m",
    "new-member": "7m",
    "stack-transformation": "7m",
    "stack-transform": "7m",
    taken: undefined,
    given: "7m",
    silent: undefined,
  });
});

test("deadlines of a component count where it alone has transforms", async () => {
  const program = programOf(`
    const args = { task: "PERSISTENT", container: { image: "a" }, waitFor: "created" };
    const set = ({ name, props, opts }) =>
      name === "member" ? { props, opts: { ...opts, customTimeouts: { create: "7m" } } } : undefined;
    const group = new pulumi.ComponentResource("test:index:Group", "group", {}, { transforms: [set] });
    new dispersed.Job("member", args, { parent: group });`);
  succeeded(await stack.up(program));
  const { inputs } = await stack.job("member");
  expect(inputs?.["__context"]).toMatchObject({ timeouts: { create: "7m" } });
});

test("a transform that returns other options is warned of, and one that hands them on is not", async () => {
  const program = programOf(`
    pulumi.runtime.registerResourceTransform(({ name, props, opts }) => {
      if (name === "lost") return { props, opts: {} };
      return { props, opts: pulumi.mergeOptions(opts, { protect: false }) };
    });
    const args = { task: "PERSISTENT", container: { image: "a" }, waitFor: "created" };
    for (const name of ["lost", "handed"])
      new dispersed.Job(name, args, { additionalSecretOutputs: ["title"] });`);
  const run = succeeded(await stack.up(program));
  const said = `${run.stdout}${run.stderr}`;
  expect(said).toContain("lost: a transform has taken `deleteBeforeReplace: true` away");
  expect(said).toContain("lost: a transform has taken `additionalSecretOutputs` away: title.");
  expect(said).not.toContain("handed: a transform");
});
