// What a job-backed resource does in its life: one table, run through every driver.
import { describeDeletes } from "./describeDeletes";
import { describeMissing } from "./describeMissing";
import { describeReads } from "./describeReads";
import { describedBox, describeStory } from "./describeStory";
import { describeWaits } from "./describeWaits";
import type { OpenDriver } from "../../support/lifecycle/driver";
import { useRig } from "../../support/lifecycle/rig";

/** Longest that one case may take: real retries and real polling. */
const CASE_LIMIT_MS = 30_000;

/** Declares the cases for a driver: the whole table, or the basic story alone. */
export function describeLifecycle(name: string, open: OpenDriver, isWhole = true): void {
  jest.setTimeout(CASE_LIMIT_MS);
  describe(name, () => {
    const rig = useRig(open);
    describeStory(rig, describedBox);
    if (!isWhole) return;
    describeWaits(rig);
    describeReads(rig);
    describeDeletes(rig);
    describeMissing(rig);
  });
}
