// Where the keys come from. A program named pulumi is on PATH and answers.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import { blocksOf } from "../../unit/documents/pages";
import { type Finished, runDispersed } from "./runDispersed";
import { useCli } from "./useCli";

const cli = useCli();

const inProject = (): void =>
  writeFileSync(path.join(cli.place.folder, "Pulumi.yaml"), "name: lab\n");

/** A `pulumi` that runs this script; all else is off PATH. */
function install(script: string): void {
  const file = path.join(cli.place.folder, "programs", "pulumi");
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

/** A `pulumi` whose selected stack has these settings. */
function configure(settings: Readonly<Record<string, string | undefined>>): void {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  const values = given.map(([key, value]) => [`dispersed:${key}`, { value }]);
  const json = JSON.stringify(Object.fromEntries(values));
  install(`case "$*" in *config*) echo '${json}';; *) echo v3.200.0;; esac`);
}

function keys(): Record<string, string> {
  const { url: baseUrl, publicKey, secretKey } = cli.emulator;
  return { baseUrl, publicKey, secretKey };
}

const run = (env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<Finished> =>
  cli.runIn({ ...env, PATH: path.join(cli.place.folder, "programs") }, ...args);

test("keys come from the configuration when the environment is silent", async () => {
  inProject();
  // A setting about programs does not stop the command.
  configure({ ...keys(), onOrphan: "nonsense", maxStackHourlyUsd: "much" });
  expect(await run(cli.place.env(), "jobs")).toEqual({ out: "No jobs.\n", err: "", code: 0 });
});

test("keys come from the configuration in a folder below the project too", async () => {
  inProject();
  configure(keys());
  const folder = path.join(cli.place.folder, "below");
  mkdirSync(folder);
  const env = { ...cli.place.env(), PATH: path.join(cli.place.folder, "programs") };
  expect((await runDispersed({ ...cli.place, folder }, env, "jobs")).code).toBe(0);
});

test("the environment goes first, and the engine is not asked", async () => {
  inProject();
  install("exit 1");
  expect((await run(cli.place.env(cli.emulator), "jobs")).code).toBe(0);
});

test("doctor says that the keys are those of the configuration", async () => {
  inProject();
  configure(keys());
  const { out } = await run(cli.place.env(), "doctor");
  expect(out).toContain("dispersed:publicKey in the configuration of the selected stack in");
  expect(out).not.toContain(cli.emulator.secretKey);
});

const ofStack = "in the configuration of the selected stack in";

test.each<[string, Record<string, string | undefined>, string, string]>([
  [
    "an account that is not allowed",
    { allowedAccount: "pk_of_production" },
    "",
    `dispersed:allowedAccount ${ofStack}`,
  ],
  ["a wrong key", { secretKey: "sk_wrong" }, "", `dispersed:secretKey ${ofStack}`],
  [
    "a missing key, with both ways to set it",
    { secretKey: undefined },
    "",
    "has no dispersed:secretKey; set it with `pulumi config set --secret dispersed:secretKey`, " +
      "or set the environment variables DISPERSED_PUBLIC_KEY and DISPERSED_SECRET_KEY. Nothing",
  ],
  [
    "one key alone of the environment",
    {},
    "pk_x",
    "set the environment variable DISPERSED_SECRET_KEY as well",
  ],
])("%s is named, and not shown", async (_what, settings, publicKey, words) => {
  inProject();
  configure({ ...keys(), ...settings });
  const { code, err } = await run(
    { ...cli.place.env(), ...(publicKey === "" ? {} : { DISPERSED_PUBLIC_KEY: publicKey }) },
    "jobs",
  );
  expect([code, err.includes("sk_wrong")]).toEqual([1, false]);
  expect(err).toContain(words);
  // The service alone knows that a key is wrong.
  expect(cli.emulator.requests().length).toBe(settings["secretKey"] === "sk_wrong" ? 1 : 0);
});

test.each([
  ["without an engine", inProject],
  ["outside of a project", () => configure({})],
])("%s the environment variables alone are advised", async (_what, prepare) => {
  prepare();
  const { code, err } = await run(cli.place.env(), "jobs");
  expect([code, err]).toEqual([
    1,
    "error: Dispersed credentials are missing: set the environment variables " +
      "DISPERSED_PUBLIC_KEY and DISPERSED_SECRET_KEY. Nothing was sent.\n",
  ]);
});

test("the reason of the engine is repeated, without secrets", async () => {
  inProject();
  install(
    'echo "error: cannot open https://me:hunter2@host with $PULUMI_ACCESS_TOKEN" >&2; exit 1',
  );
  const env = { ...cli.place.env(), PULUMI_ACCESS_TOKEN: "pul-0123456789" };
  const { code, err } = await run(env, "jobs");
  expect(code).toBe(1);
  expect(err).toMatch(/`pulumi config` in \S+ failed: cannot open https:\/\/\[secret\]@host with/);
  expect(err).not.toMatch(/hunter2|0123456789/);
});

test("cost reads the keys of the one stack that it is asked about", async () => {
  inProject();
  const values = Object.entries(keys()).map(([key, value]) => [`dispersed:${key}`, { value }]);
  const stacks = JSON.stringify(Object.fromEntries(values));
  install(`case "$*" in *"--stack acme/lab/dev") echo '${stacks}';; *) exit 1;; esac`);
  expect((await run(cli.place.env(), "cost", "--stack", "acme/lab/dev")).code).toBe(0);
});

describe("with --json an error is one object on stdout", () => {
  const failure = async (
    env: NodeJS.ProcessEnv,
    ...args: readonly string[]
  ): Promise<
    readonly [number | null, string, { readonly kind: string; readonly message: string }]
  > => {
    const { code, out, err } = await run(env, ...args, "--json");
    const { error, ...rest } = JSON.parse(out) as { error: { kind: string; message: string } };
    expect(rest).toEqual({});
    return [code, err, error];
  };

  test.each([
    ["a missing key", ["jobs"], 1, "config", /^Dispersed credentials are missing/],
    ["a wrong flag value", ["jobs", "--status", "foo"], 2, "usage", /unknown status/],
    ["a missing argument", ["logs"], 2, "usage", /^missing required argument/],
    ["no command", [], 2, "usage", /\w/],
  ])("%s", async (_what, args, code, kind, message) => {
    expect(await failure(cli.place.env(), ...args)).toEqual([
      code,
      "",
      { kind, message: expect.stringMatching(message) as string },
    ]);
  });

  test("as docs/cli.md shows it", async () => {
    const shown = blocksOf("docs/cli.md").find(({ name }) => name === "error");
    const { error } = JSON.parse(shown?.code ?? "") as { error: { kind: string; message: string } };
    const [, , { kind, message }] = await failure(cli.place.env(), "jobs", "--status", "foo");
    expect(kind).toBe(error.kind);
    expect(message).toContain(error.message.replace(/ …$/, ""));
  });

  test("an engine that fails", async () => {
    inProject();
    install("echo 'error: no login' >&2; exit 1");
    const [code, , { kind, message }] = await failure(cli.place.env(cli.emulator), "orphans");
    expect([code, kind]).toEqual([1, "engine"]);
    expect(message).toContain("`pulumi stack ls` in");
  });

  test("a service that refuses", async () => {
    const env = { ...cli.place.env(cli.emulator), DISPERSED_SECRET_KEY: "sk_wrong" };
    const [code, , { kind }] = await failure(env, "jobs");
    expect([code, kind]).toEqual([1, "rejected"]);
  });
});
