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
}

/** A `pulumi` that is logged in to Pulumi Cloud as a member of acme. */
function login({ states, updating }: Cloud): void {
  const listed = (names: readonly string[]): string =>
    JSON.stringify(names.map((name) => ({ name, updateInProgress: name === updating })));
  const names = Object.keys(states);
  const exports = Object.entries(states).map(([name, state]) => {
    const file = path.join(cli.place.folder, `${name.replaceAll("/", ".")}.json`);
    writeFileSync(file, state);
    return `*"stack export --stack ${name}") cat '${file}';;`;
  });
  const whoami = { user: "me", organizations: ["me", "acme"], url: "https://app.pulumi.com/me" };
  const script = [
    "#!/bin/sh",
    `case "$*" in`,
    `*"whoami --json") echo '${JSON.stringify(whoami)}';;`,
    `*"stack ls --all"*) echo '${listed(names)}';;`,
    `*"stack ls"*) echo '${listed(names)}';;`,
    ...exports,
    `*) echo "error: no permission to read it" >&2; exit 1;;`,
    "esac",
  ];
  const folder = path.join(cli.place.folder, "programs");
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "pulumi"), script.join("\n"), { mode: 0o755 });
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

test("a removed stack is one that the engine does not list, in an organization of the user", async () => {
  login({ states: { [PROD]: stackExport(PROD, []) } });
  const listed = await sweep("--stack", PROD);
  expect(listed.err).toContain("this stack has a state");
  const foreign = await sweep("--stack", "other/lab/dev");
  expect(foreign.err).toContain("is not in the organization other");
  expect(cancelled()).toEqual([]);
  expect((await sweep("--stack", DEV)).code).toBe(0);
  expect([...cancelled()].sort()).toEqual([box.job.uuid, lost.job.uuid].sort());
});

test("without an engine a removed stack cannot be confirmed", async () => {
  const env = { ...cli.place.env(cli.emulator), PATH: "/nowhere" };
  const { code, err } = await cli.runIn(env, "orphans", "--stack", DEV);
  expect([code, err]).toEqual([1, expect.stringContaining("`pulumi` is not on PATH")]);
});
