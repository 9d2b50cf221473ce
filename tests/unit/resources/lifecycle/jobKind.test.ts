import { markerFor } from "../../../../provider/resources/lifecycle/jobKind";
import type { Marker } from "../../../../provider/resources/job/marker";
import { shortHash } from "../../../../provider/resources/job/shortHash";
import { stackHash } from "../../../../provider/resources/job/stackName";
import { createService, unsentPurchase } from "../../../support/scriptedService";

const named = { __context: { name: "box" } };
const owned = { __context: { name: "box", id: "aaaaaaaa.bbbbbbbb.cccccccccc" } };

const marker = (
  inputs: Readonly<Record<string, unknown>>,
  { type = "Job", body = { task: "BATCH" }, namespace = "" } = {},
): Marker =>
  markerFor(createService({}, { config: { namespace } }).effects, type, inputs, {
    ...unsentPurchase,
    body,
  });

describe("the marker of a purchase", () => {
  test.each([
    { name: "an empty stack, the type and the name", inputs: named, hashed: ["Job", "box"] },
    { name: "an empty name too, where there is none", inputs: {}, hashed: ["Job", ""] },
  ])("has without an owner $name", ({ inputs, hashed }) => {
    expect(marker(inputs)).toMatchObject({
      stack: stackHash("", ""),
      resource: shortHash(hashed),
    });
  });

  test("has another hash for another order, other triggers and other preferred GPUs", () => {
    const preferring = (gpuName: string): Marker =>
      marker({ ...owned, gpuPreferences: [{ gpuName }] });
    const markers = [
      marker(owned),
      marker(owned, { body: { task: "PERSISTENT" } }),
      marker({ ...owned, triggers: { a: 1 } }),
      marker({ ...owned, triggers: { a: 2 } }),
      preferring("RTX"),
      preferring("A100"),
    ];
    expect(new Set(markers.map(({ spec }) => spec)).size).toBe(markers.length);
  });
});
