import { writeFileSync } from "node:fs";
import path from "node:path";

import { type Emulator, startEmulator } from "../../../emulator";
import { createFileJournal } from "../../../provider/resources/journal";
import { markerText, ownerText } from "../../../provider/resources/marker";
import { shortHash } from "../../../provider/resources/shortHash";
import { markerOfStack, plant, plantForeign, stackExport, type Planted } from "./account";
import { createPlace, type Finished, type Place, runDispersed } from "./runDispersed";

jest.setTimeout(60_000);

const DEV = "organization/lab/dev";
const PROD = "acme/lab/prod";

let emulator: Emulator;
let place: Place;
let tracked: Planted;
let orphan: Planted;
let elsewhere: Planted;

beforeAll(async () => {
  emulator = await startEmulator({ assignAfterMs: 0, startAfterMs: 0, cancelAfterMs: 0 });
  place = createPlace();
  await plantForeign(emulator, 8);
  tracked = await plant(emulator, markerOfStack(DEV, "box"));
  orphan = await plant(emulator, markerOfStack(DEV, "lost"), "hello\u001b[31m");
  elsewhere = await plant(emulator, markerOfStack(PROD, "box"));
  const ended = await plant(emulator, markerOfStack(DEV, "ended"));
  await emulator.endJob(ended.job.uuid, { status: "FAILED" });
});
afterAll(async () => {
  place.close();
  await emulator.close();
});

const run = (...args: readonly string[]): Promise<Finished> =>
  runDispersed(place, place.env(emulator), "orphans", ...args);

function write(name: string, text: string): string {
  writeFileSync(path.join(place.folder, name), text);
  return name;
}

function uuidsIn({ out }: Finished): readonly string[] {
  const { orphans } = JSON.parse(out) as { orphans: readonly { uuid: string }[] };
  return orphans.map(({ uuid }) => uuid).sort();
}

const uuidsOf = (...jobs: readonly Planted[]): readonly string[] =>
  jobs.map(({ job }) => job.uuid).sort();

test("lists live marked jobs that the given state does not know, of its own stack", async () => {
  const result = await run("--state", write("dev.json", stackExport(DEV, [tracked])), "--json");
  expect(result.code).toBe(1);
  expect(uuidsIn(result)).toEqual(uuidsOf(orphan));
  expect(result.out).toContain(markerText(orphan.marker));
});

test("--all looks beyond the stacks of the given states", async () => {
  const file = write("dev.json", stackExport(DEV, [tracked]));
  expect(uuidsIn(await run("--all", "--state", file, "--json"))).toEqual(
    uuidsOf(orphan, elsewhere),
  );
});

test("two states together know the jobs of both", async () => {
  const dev = write("dev.json", stackExport(DEV, [tracked, orphan]));
  const prod = write("prod.json", stackExport(PROD, [elsewhere]));
  const result = await run("--all", "--state", dev, "--state", prod);
  expect(result).toEqual({ out: "No orphans.\n", err: "", code: 0 });
});

test("--stack looks at one stack and warns that no state was given", async () => {
  const result = await run("--stack", DEV, "--json");
  expect(uuidsIn(result)).toEqual(uuidsOf(tracked, orphan));
  expect(result.err).toMatch(/No state was given.*pulumi stack export/);
});

test("without a state the journal of this machine and folder counts", async () => {
  const folder = path.join(place.folder, "home", "dispersed");
  const journal = createFileJournal(folder, shortHash([place.folder, ""]), { warn: fail });
  const owner = ownerText(tracked.marker);
  const { generation, spec } = tracked.marker;
  journal.post(owner, { generation, spec, origin: emulator.url, postedAtMs: 0 });
  journal.answered(owner, generation);
  journal.settle([]);
  const result = await run("--stack", DEV, "--json");
  journal.remove(owner, generation);
  expect(uuidsIn(result)).toEqual(uuidsOf(orphan));
});

test("a stack with a namespace is found by it alone", async () => {
  const spaced = await plant(emulator, markerOfStack(DEV, "box", "mine"));
  const result = await run("--stack", DEV, "--namespace", "mine", "--json");
  await emulator.endJob(spaced.job.uuid, { status: "CANCELLED" });
  expect(uuidsIn(result)).toEqual(uuidsOf(spaced));
});

test("a state knows the namespace that its jobs were bought under", async () => {
  const known = await plant(emulator, markerOfStack(DEV, "box", "mine"));
  const lost = await plant(emulator, markerOfStack(DEV, "lost", "mine"));
  const result = await run("--state", write("mine.json", stackExport(DEV, [known])), "--json");
  for (const { job } of [known, lost]) await emulator.endJob(job.uuid, { status: "CANCELLED" });
  expect(uuidsIn(result)).toEqual(uuidsOf(lost));
});

test("a state without jobs, as a killed first run leaves it, still names its stack", async () => {
  const result = await run("--state", write("empty.json", stackExport(DEV, [])), "--json");
  expect(uuidsIn(result)).toEqual(uuidsOf(tracked, orphan));
});

test("an unconfirmed purchase of the state tracks its job by the marker", async () => {
  const unconfirmed = {
    urn: "urn:pulumi:dev::lab::dispersed:index:Job::lost",
    type: "dispersed:index:Job",
    id: `unconfirmed:${markerText(orphan.marker)}`,
  };
  const file = write("unconfirmed.json", stackExport(DEV, [tracked], [unconfirmed]));
  expect((await run("--state", file)).code).toBe(0);
});

test("a late duplicate of a tracked purchase is an orphan", async () => {
  const twin = await plant(emulator, tracked.marker);
  const file = write("dev.json", stackExport(DEV, [tracked, orphan]));
  const result = await run("--state", file, "--json");
  await emulator.endJob(twin.job.uuid, { status: "CANCELLED" });
  expect(uuidsIn(result)).toEqual(uuidsOf(twin));
});

test("people get a table, with nothing in it that a terminal would obey", async () => {
  const { out } = await run("--state", write("dev.json", stackExport(DEV, [tracked])));
  expect(out).toContain(orphan.job.uuid);
  expect(out).toContain("1 orphan. `dispersed sweep` with the same flags ends them.");
  expect(out).not.toContain("\u001b");
});

test.each([
  ["no file", "missing.json", undefined, "cannot be read"],
  ["no JSON", "text.json", "hello", "is not a stack export"],
  ["another JSON", "other.json", '{"resources":[]}', "is not a stack export"],
  [
    "a job without a uuid",
    "odd.json",
    stackExport(DEV, [], [{ urn: "urn:pulumi:dev::lab::x::y", type: "dispersed:index:Job" }]),
    "names no job",
  ],
])("a state that is %s is refused before anything is asked", async (_what, name, text, words) => {
  if (text !== undefined) write(name, text);
  const before = emulator.requests().length;
  const { code, err, out } = await run("--state", name);
  expect([code, out, emulator.requests().length]).toEqual([2, "", before]);
  expect(err).toContain(words);
});

test.each([
  ["a stack without its organization", ["--stack", "dev"], "organization/project/stack"],
  ["--all with --stack", ["--all", "--stack", DEV], "exclude each other"],
  ["an unknown flag", ["--al"], "Did you mean --all?"],
])("%s is wrong usage", async (_what, args, words) => {
  const { code, err } = await run(...args);
  expect(code).toBe(2);
  expect(err).toContain(words);
});

test("missing keys are told in the provider's words", async () => {
  const { code, err } = await runDispersed(place, place.env(), "orphans");
  expect(code).toBe(1);
  expect(err).toContain("Dispersed credentials are missing: set dispersed:publicKey");
  expect(err).toContain("DISPERSED_PUBLIC_KEY");
});

test("a list that shows something unreadable is no proof that there are no orphans", async () => {
  const json = { data: [{ uuid: 1 }], total: 1 };
  emulator.addFaults([{ route: "GET /v1/jobs", action: "lie", json }]);
  const { code, out, err } = await run("--all");
  expect([code, out]).toEqual([1, "No orphans.\n"]);
  expect(err).toContain("Not all jobs");
});

function fail(message: string): void {
  throw new Error(message);
}
