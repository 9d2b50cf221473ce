// Fleets on the real engine: jobs of which some suffice.
import { CANCEL, CREATE, useStack, printed, programOf, writes } from "../../support/stack";
import { succeeded } from "../../support/engine/project";

const stack = useStack();

/** A program with one fleet; `fates` is what becomes of the job of each index. */
const program = (
  args: object,
  fates: Readonly<Record<number, Readonly<Record<string, string>>>> = {},
): string =>
  programOf(
    `const fates = ${JSON.stringify(fates)};
     const fleet = new dispersed.JobFleet("workers", {
       ...${JSON.stringify(args)},
       job: (index) => ({
         task: "BATCH",
         container: { image: "worker", ports: [8080], env: { EMULATOR_RUN_FOR_MS: "600000", ...fates[index] } },
         maxTimeoutRunMs: 600_000,
       }),
     });
     exports.ready = fleet.ready;
     exports.late = fleet.late;
     exports.failed = fleet.failed;
     exports.urls = fleet.endpoints;`,
  );

/** The uuid of each job in the state, by its name. */
const uuids = async (): Promise<Readonly<Record<string, string>>> => {
  const { resources = [] } = await stack.project.exportState();
  const jobs = resources.filter(({ type }) => type.endsWith("dispersed:Job"));
  return Object.fromEntries(
    jobs.map(({ urn, id = "" }) => [urn.split("::").at(-1) ?? "", id] as const).sort(),
  );
};

const getsNoNode = { EMULATOR_ASSIGN: "never" };
const fails = { EMULATOR_RUN_FOR_MS: "0", EMULATOR_EXIT_CODE: "3" };

test("three of five suffice, though one gets no node and one fails", async () => {
  const run = await stack.up(program({ count: 5, need: 3 }, { 1: getsNoNode, 3: fails }));
  succeeded(run);
  expect(await stack.outputs()).toMatchObject({
    ready: ["workers-0", "workers-2", "workers-4"],
    late: ["workers-1"],
    failed: ["workers-3"],
    urls: { "workers-0": { "8080": { url: expect.stringMatching(/^http:/) as unknown } } },
  });
  expect(printed(run)).toMatch(/went on without workers-3 \(.*\) FAILED \(container exited/);
});

test("from three to five to two, only the difference is touched", async () => {
  const steps: { count: number; uuids: Readonly<Record<string, string>>; asked: object }[] = [];
  for (const count of [3, 5, 2]) {
    const before = stack.emulator.requests().length;
    succeeded(await stack.up(program({ count })));
    const asked = writes(stack.emulator, before);
    steps.push({ count, uuids: await uuids(), asked });
  }
  const [three, five, two] = steps;
  expect(steps.map(({ asked }) => asked)).toEqual([
    [CREATE, CREATE, CREATE],
    [CREATE, CREATE],
    [CANCEL, CANCEL, CANCEL],
  ]);
  expect(five?.uuids).toMatchObject(three?.uuids ?? {});
  expect(five?.uuids).toMatchObject(two?.uuids ?? {});
  expect([Object.keys(two?.uuids ?? {}), await stack.outputs()]).toMatchObject([
    ["workers-0", "workers-1"],
    { ready: ["workers-0", "workers-1"], late: [], failed: [] },
  ]);
  succeeded(await stack.destroy());
  expect(stack.emulator.ledger().alive).toBe(0);
});
