// Projects whose backends are not the same one: which of them the journal is asked about, and which states
// are read before a job is cancelled. A program called pulumi on PATH answers for each folder.
import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import path from "node:path";

import { placeOfProcess } from "../../../provider/host/backendPlace";
import { ownerHashOfName } from "../../../provider/resources/job/stackName";
import { openJournal } from "../../support/journals";
import { markerOfStack, plant, stackExport, type Planted } from "./account";
import type { Finished } from "./runDispersed";
import { useCli } from "./useCli";

const DEV = "organization/lab/dev";
const ONE = "organization/one/dev";

const cli = useCli();
let box: Planted;

beforeEach(async () => {
  box = await plant(cli.emulator, markerOfStack(DEV, "box"));
  install();
});

interface Backend {
  /** States of the project's stacks, by name. */
  readonly states: Readonly<Record<string, string>>;
  /** Those of the backend's other stacks. */
  readonly others?: Readonly<Record<string, string>>;
}

/** Makes a project in a folder of its own, with a backend of its own. */
function project(name: string, { states, others = {} }: Backend): string {
  const folder = path.join(realpathSync(cli.place.folder), name);
  mkdirSync(folder);
  const write = (file: string, text: string): void => writeFileSync(path.join(folder, file), text);
  write("Pulumi.yaml", `name: lab\nruntime: nodejs\nbackend:\n  url: file:///backend-${name}\n`);
  const all = { ...states, ...others };
  const listed = (names: readonly string[]): string =>
    JSON.stringify(names.map((each) => ({ name: each })));
  write("ls.json", listed(Object.keys(states)));
  write("all.json", listed(Object.keys(all)));
  for (const [stack, state] of Object.entries(all))
    write(`${stack.replaceAll("/", ".")}.json`, state);
  return folder;
}

function install(): void {
  const folder = path.join(cli.place.folder, "programs");
  mkdirSync(folder);
  const script = [
    "#!/bin/sh",
    `case "$*" in`,
    `*"stack ls --all"*) cat all.json;;`,
    `*"stack ls"*) cat ls.json;;`,
    `*"stack export --stack "*) for stack; do :; done; cat "$(echo "$stack" | tr / .).json";;`,
    "*) exit 1;;",
    "esac",
  ];
  writeFileSync(path.join(folder, "pulumi"), script.join("\n"), { mode: 0o755 });
}

const sweep = (...projects: readonly string[]): Promise<Finished> => {
  const env = cli.place.env(cli.emulator);
  const PATH = `${path.join(cli.place.folder, "programs")}:${env["PATH"] ?? ""}`;
  const named = projects.flatMap((folder) => ["--project", folder]);
  return cli.runIn({ ...env, PATH }, "sweep", ...named, "--cancel", "--yes");
};

/** Notes, in the journal of a project's backend, that the stack holds the box. */
function noteHolder(folder: string): void {
  const home = path.join(cli.place.folder, "home");
  const { id } = placeOfProcess({ PULUMI_HOME: home }, { folder });
  const journal = openJournal(path.join(home, "dispersed"), id, { key: "first" });
  const holder = { holder: `${ownerHashOfName(DEV)}.bbbbbbbb`, isRetained: false };
  journal.hold(box.job.uuid, holder);
}

const alive = (): number => cli.emulator.ledger().alive;

test("the journal is asked about the backend of the project that is named, wherever the command runs", async () => {
  const there = project("there", { states: { [DEV]: stackExport(DEV, []) } });
  noteHolder(there);
  // The state that was read is the holder's own, and does not have the job any more.
  expect([(await sweep(there)).code, alive()]).toEqual([0, 0]);
});

test("a stack of equal names in another backend's project does not stand for the one that holds the job", async () => {
  const one = project("one", { states: { [ONE]: stackExport(ONE, []) } });
  const two = project("two", { states: { [DEV]: stackExport(DEV, []) } });
  noteHolder(one);
  const swept = await sweep(one, two);
  expect([swept.code, alive()]).toEqual([1, 1]);
  expect(swept.err).toContain("Held by a resource of a stack that was not read");
});

test("a job that an unread stack of the first backend holds is left, though the second one has its name", async () => {
  const others = { [DEV]: stackExport(DEV, [box]) };
  const first = project("first", { states: { [ONE]: stackExport(ONE, []) }, others });
  const second = project("second", { states: { [DEV]: stackExport(DEV, []) } });
  const swept = await sweep(first, second);
  expect([swept.code, alive()]).toEqual([1, 1]);
  expect(swept.out).toContain(`the state of stack ${DEV} holds it; not cancelled`);
});
