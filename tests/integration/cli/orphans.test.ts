import { writeFileSync } from "node:fs";
import path from "node:path";

import { markerText } from "../../../provider/resources/job/marker";
import { markerOfStack, plant, plantForeign, stackExport, type Planted } from "./account";
import type { Finished } from "./runDispersed";
import { useCli } from "./useCli";

const DEV = "organization/lab/dev";
const PROD = "acme/lab/prod";

const cli = useCli({ once: true });
let tracked: Planted;
let orphan: Planted;
let elsewhere: Planted;

beforeAll(async () => {
  await plantForeign(cli.emulator, 8);
  tracked = await plant(cli.emulator, markerOfStack(DEV, "box"));
  orphan = await plant(cli.emulator, markerOfStack(DEV, "lost"), "hello\u001b[31m");
  elsewhere = await plant(cli.emulator, markerOfStack(PROD, "box"));
  const ended = await plant(cli.emulator, markerOfStack(DEV, "ended"));
  await cli.emulator.endJob(ended.job.uuid, { status: "FAILED" });
});

const run = (...args: readonly string[]): Promise<Finished> => cli.run("orphans", ...args);

function write(name: string, text: string): string {
  writeFileSync(path.join(cli.place.folder, name), text);
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

test("--all includes stacks without a given state", async () => {
  const file = write("dev.json", stackExport(DEV, [tracked]));
  const result = await run("--all", "--state", file, "--json");
  expect(uuidsIn(result)).toEqual(uuidsOf(orphan, elsewhere));
  expect(JSON.parse(result.out)).toMatchObject({
    orphans: [{ held: "unknownStack" }, { stack: DEV }],
  });
  expect(result.err).toContain(`Of a stack whose state was not read: ${elsewhere.job.uuid}.`);
});

test("a state knows the namespace that its jobs were bought under", async () => {
  const known = await plant(cli.emulator, markerOfStack(DEV, "box", "mine"));
  const lost = await plant(cli.emulator, markerOfStack(DEV, "lost", "mine"));
  const file = write("mine.json", stackExport(DEV, [known], [], "mine"));
  const result = await run("--state", file, "--json");
  for (const { job } of [known, lost]) await cli.emulator.endJob(job.uuid, { status: "CANCELLED" });
  expect(uuidsIn(result)).toEqual(uuidsOf(lost));
});

test("a state that does not name its organization asks for it", async () => {
  const file = write("prod.json", stackExport(PROD, []));
  const unnamed = await run("--state", file);
  expect([unnamed.code, unnamed.out]).toEqual([2, ""]);
  expect(unnamed.err).toContain("add --stack <organization>/lab/prod, or use --project");
  expect(uuidsIn(await run("--state", file, "--stack", PROD, "--json"))).toEqual(
    uuidsOf(elsewhere),
  );
});

test.each(["orphans", "sweep"])(
  "%s --all does not call live jobs orphans where no state was read",
  async (command) => {
    const { code, out } = await cli.run(command, "--all");
    const words = "3 live jobs with a marker; whether a state has them is not known.";
    expect([code, out]).toEqual([1, expect.stringContaining(words)]);
    expect(out).not.toContain("orphan");
  },
);

test("a job that is held back is marked in the table, and is not counted as free", async () => {
  const file = write("dev.json", stackExport(DEV, [tracked]));
  const { out } = await run("--all", "--state", file);
  const rowOf = ({ job }: Planted): string =>
    out.split("\n").find((line) => line.includes(job.uuid)) ?? "";
  expect(rowOf(elsewhere)).toContain(" state not read ");
  expect(rowOf(orphan)).not.toContain(" state not read ");
  expect(out).toContain("2 orphans. 1 can be cancelled with --yes. To cancel, run ");
});

test("a state that is no stack export is refused before anything is asked", async () => {
  const before = cli.emulator.requests().length;
  const { code, err, out } = await run("--state", write("text.json", "hello"));
  expect([code, out, cli.emulator.requests().length]).toEqual([2, "", before]);
  expect(err).toContain("is not a stack export");
});
