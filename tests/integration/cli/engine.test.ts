// `--project` with a program called pulumi on PATH that answers as Pulumi Cloud would, or not at all.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import { markerOfStack, plant, stackExport, type Planted } from "./account";
import type { Finished } from "./runDispersed";
import { useCli } from "./useCli";

const DEV = "acme/lab/dev";
const PROD = "acme/lab/prod";

const cli = useCli();
let box: Planted;
let lost: Planted;

beforeEach(async () => {
  writeFileSync(path.join(cli.place.folder, "Pulumi.yaml"), "name: lab\nruntime: nodejs\n");
  box = await plant(cli.emulator, markerOfStack(DEV, "box"));
  lost = await plant(cli.emulator, markerOfStack(DEV, "lost"));
});

interface Cloud {
  /** States by the stack's name. */
  readonly states: Readonly<Record<string, string>>;
  readonly updating?: string;
  /** Stacks of all projects, besides. */
  readonly others?: readonly string[];
}

/** A `pulumi` that is logged in to Pulumi Cloud as a member of acme. */
function login({ states, updating, others = [] }: Cloud): void {
  const listed = (names: readonly string[]): string =>
    JSON.stringify(names.map((name) => ({ name, updateInProgress: name === updating })));
  const names = Object.keys(states);
  const exports = Object.entries(states).map(([name, state]) => {
    const file = path.join(cli.place.folder, `${name.replaceAll("/", ".")}.json`);
    writeFileSync(file, state);
    return `*"stack export --stack ${name}") cat '${file}';;`;
  });
  const whoami = { user: "me", organizations: ["me", "acme"], url: "https://app.pulumi.com/me" };
  install(
    `case "$*" in`,
    `*"whoami --json") echo '${JSON.stringify(whoami)}';;`,
    `*"stack ls --all"*) echo '${listed([...names, ...others])}';;`,
    `*"stack ls"*) echo '${listed(names)}';;`,
    ...exports,
    `*) echo "error: no permission to read it" >&2; exit 1;;`,
    "esac",
  );
}

function install(...script: readonly string[]): void {
  const folder = path.join(cli.place.folder, "programs");
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "pulumi"), ["#!/bin/sh", ...script].join("\n"), { mode: 0o755 });
}

const sweep = (...args: readonly string[]): Promise<Finished> => {
  const env = cli.place.env(cli.emulator);
  const PATH = `${path.join(cli.place.folder, "programs")}:${env["PATH"] ?? ""}`;
  return cli.runIn({ ...env, PATH }, "sweep", ...args, "--cancel", "--yes");
};

/** Uuids of the jobs that were cancelled. */
const cancelled = (): readonly string[] =>
  cli.emulator.ledger().jobs.flatMap(({ uuid, status }) => (status === "CANCELLED" ? [uuid] : []));

test("the names of Pulumi Cloud are taken from the engine", async () => {
  login({ states: { [DEV]: stackExport(DEV, [box]) } });
  expect([(await sweep("--project", ".")).code, cancelled()]).toEqual([0, [lost.job.uuid]]);
});

test("a stack that is being updated keeps all its jobs", async () => {
  login({ states: { [DEV]: stackExport(DEV, [box]) }, updating: DEV });
  const { code, err } = await sweep("--project", ".");
  expect([code, cancelled()]).toEqual([1, []]);
  expect(err).toContain(`Possibly being created by a run right now: ${lost.job.uuid}`);
});

test("where one state cannot be read nothing is cancelled", async () => {
  login({ states: { [DEV]: stackExport(DEV, [box]), [PROD]: "" } });
  const empty = await sweep("--project", ".");
  expect([empty.code, cancelled()]).toEqual([1, []]);
  expect(empty.err).toContain(`the state of ${PROD} is empty`);
});

test("where the engine gives no state nothing is cancelled, and its reason is repeated", async () => {
  login({ states: { [DEV]: stackExport(DEV, [box]) }, others: [PROD] });
  const list = JSON.stringify([{ name: DEV }, { name: PROD }]);
  install(
    `case "$*" in *"stack ls"*) echo '${list}';; *) echo "error: no right" >&2; exit 1;; esac`,
  );
  const { code, err } = await sweep("--project", ".");
  expect([code, cancelled()]).toEqual([1, []]);
  expect(err).toMatch(/^error: `pulumi stack export` in \S+ failed: no right$/m);
});

test("an answer that is no list of stacks is an error", async () => {
  install("echo 'Welcome to Pulumi'");
  const { code, err } = await sweep("--project", ".");
  expect([code, cli.emulator.requests().filter(({ method }) => method !== "POST")]).toEqual([
    1,
    [],
  ]);
  expect(err).toContain("gave an answer that this version cannot read");
});

test("a removed stack is one that the engine does not list, in an organization of the user", async () => {
  login({ states: { [PROD]: stackExport(PROD, []) }, others: [] });
  const listed = await sweep("--stack", PROD);
  expect(listed.err).toContain("this stack has a state");
  const foreign = await sweep("--stack", "other/lab/dev");
  expect(foreign.err).toContain("is not in the organization other");
  expect(cancelled()).toEqual([]);
  expect((await sweep("--stack", DEV)).code).toBe(0);
  expect([...cancelled()].sort()).toEqual([box.job.uuid, lost.job.uuid].sort());
});

test.each([
  ["a project says so", ["--project", "."], /^error: `pulumi` is not on PATH\n$/],
  [
    "a removed stack cannot be confirmed",
    ["--stack", DEV],
    /cannot check whether acme\/lab\/dev still has a state: `pulumi` is not on PATH\. Give the state/,
  ],
])("without an engine %s", async (_what, args, words) => {
  const env = { ...cli.place.env(cli.emulator), PATH: "/nowhere" };
  const { code, err } = await cli.runIn(env, "orphans", ...args);
  expect([code, err]).toEqual([1, expect.stringMatching(words)]);
});
