// Where the keys come from. A program named pulumi is on PATH and answers.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import type { Finished } from "./runDispersed";
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

const ofStack = "in the configuration of the selected stack in";

test.each<[string, Record<string, string | undefined>, string, string]>([
  ["an account that is not allowed", { allowedAccount: "pk_a" }, "", `:allowedAccount ${ofStack}`],
  ["a wrong key", { secretKey: "sk_wrong" }, "", `dispersed:secretKey ${ofStack}`],
  ["a missing key", { secretKey: undefined }, "", "has no dispersed:secretKey; set it with"],
  ["one key alone of the environment", {}, "pk_x", "DISPERSED_SECRET_KEY as well"],
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

test("outside of a project the environment variables alone are advised", async () => {
  configure({});
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

test("with --json an error is one object on stdout", async () => {
  const { code, out, err } = await run(cli.place.env(), "jobs", "--json");
  const message = expect.stringMatching(/^Dispersed credentials are missing/) as string;
  expect(JSON.parse(out)).toEqual({ error: { kind: "config", message } });
  expect([code, err]).toEqual([1, ""]);
});
