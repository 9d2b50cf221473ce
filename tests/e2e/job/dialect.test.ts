// A service that writes numbers as text and statuses in small letters, and whose clock is ten minutes
// behind, on the real engine and at both providers.
import { boxStacks, type BoxStack } from "../../support/boxStacks";
import { succeeded } from "../../support/engine/project";
import { CANCEL, CREATE, quick, writes, failed } from "../../support/stack";

const dialect = { numbersAsText: "all", statusCase: "lower", clockOffsetMs: -600_000 } as const;

describe.each(boxStacks)("%s", (_name, open) => {
  let box: BoxStack;
  beforeEach(async () => {
    box = await open({ ...quick, ...dialect });
  });
  afterEach(() => box.close());

  test("a box of six minutes lives on after the next up, and its end is seen", async () => {
    succeeded(await box.up({ expiresAfter: "6m" }));
    succeeded(await box.up({ expiresAfter: "6m", sshUser: "root" }));
    expect([box.emulator.ledger().alive, writes(box.emulator)]).toEqual([1, [CREATE]]);
    succeeded(await box.destroy());
    expect([box.emulator.ledger().alive, writes(box.emulator)]).toEqual([0, [CREATE, CANCEL]]);
  });

  test("a price cap that no offer meets buys nothing", async () => {
    const run = await box.up({ gpuName: "RTX 4090", maxHourlyUsd: 0.01 });
    expect(failed(run)).toContain("maxHourlyUsd");
    expect(writes(box.emulator)).toEqual([]);
  });

  test("a count that is no whole number is refused before anything is sent", async () => {
    const run = await box.up({ gpuCount: 1.5 });
    expect(failed(run)).toContain("gpuCount must be a whole number");
    expect(box.emulator.requests()).toEqual([]);
  });
});
