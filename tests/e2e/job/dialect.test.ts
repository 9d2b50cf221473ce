// A service that writes numbers as text and statuses in small letters, and whose clock is ten minutes
// behind, on the real engine and at both providers.
import { succeeded, type Run } from "../../support/engine/project";
import { createPluginStack, yamlBox } from "../../support/pluginStack";
import {
  boxProgram,
  CANCEL,
  CREATE,
  createStack,
  printed,
  quick,
  writes,
} from "../../support/stack";
import type { Emulator, EmulatorOptions } from "../../../emulator";

interface Box {
  readonly emulator: Emulator;
  readonly up: (args: object) => Promise<Run>;
  readonly destroy: () => Promise<Run>;
  readonly close: () => Promise<void>;
}

const options: EmulatorOptions = {
  ...quick,
  numbersAsText: "all",
  statusCase: "lower",
  clockOffsetMs: -600_000,
};

const providers: Readonly<Record<string, () => Promise<Box>>> = {
  async "the dynamic provider"() {
    const stack = await createStack(options);
    const { emulator, project } = stack;
    return {
      emulator,
      up: (args) => stack.up(boxProgram(args)),
      destroy: () => project.pulumi("destroy", "--yes", "--skip-preview"),
      close: () => stack.close(),
    };
  },
  async "the plugin"() {
    const stack = await createPluginStack(yamlBox(), options);
    const { emulator, project } = stack;
    return {
      emulator,
      up(args) {
        stack.write(yamlBox(args));
        return project.pulumi("up", "--yes", "--skip-preview");
      },
      destroy: () => project.pulumi("destroy", "--yes", "--skip-preview"),
      close: () => stack.close(),
    };
  },
};

describe.each(Object.entries(providers))("%s", (_name, open) => {
  let box: Box;
  beforeEach(async () => {
    box = await open();
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
    expect(run.code).not.toBe(0);
    expect(printed(run)).toContain("maxHourlyUsd");
    expect(writes(box.emulator)).toEqual([]);
  });

  test("a count that is no whole number is refused before anything is sent", async () => {
    const run = await box.up({ gpuCount: 1.5 });
    expect(run.code).not.toBe(0);
    expect(printed(run)).toContain("gpuCount must be a whole number");
    expect(box.emulator.requests()).toEqual([]);
  });
});
