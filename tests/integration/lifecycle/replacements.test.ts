import { describeLookalikes } from "./describeLookalikes";
import { describeReplacements } from "./describeReplacements";
import { openDirectDriver } from "../../support/lifecycle/directDriver";
import { runsEveryDriver } from "../../support/lifecycle/drivers";
import { openHostDriver } from "../../support/lifecycle/hostDriver";
import { openPluginDriver } from "../../support/lifecycle/pluginDriver";
import { useRig } from "../../support/lifecycle/rig";

jest.setTimeout(60_000);

describe("a stack of one Job, asked directly,", () => {
  const rig = useRig(openDirectDriver);
  describe("whose job is replaced", () => describeReplacements(rig));
  describe("whose job has a double", () => describeLookalikes(rig));
});

// What a process remembers is a matter of real processes; the rest is the same through both.
if (runsEveryDriver) {
  describe("a stack of one Job, in Pulumi's host of dynamic providers,", () => {
    describeLookalikes(useRig(openHostDriver));
  });
  describe("a stack of one Job, in the native plugin,", () => {
    // The same stack on every machine.
    describeLookalikes(useRig(openPluginDriver, { stack: "dev" }));
  });
}
