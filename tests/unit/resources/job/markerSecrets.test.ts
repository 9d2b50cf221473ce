import fc from "fast-check";

import { wireJobSpec } from "../../../../provider/api/endpoints/jobSpec";
import { markerFor } from "../../../../provider/resources/lifecycle/jobKind";
import { markerText, withMarker } from "../../../../provider/resources/job/marker";
import { createService } from "../../../support/scriptedService";

const { effects } = createService({});

test("I14: a marker is hashes, whatever the names and secrets of its resource are", () => {
  const text = fc.string({ unit: "grapheme", minLength: 1 });
  const names = fc.record({ name: text, secret: text, trigger: fc.jsonValue() });
  fc.assert(
    fc.property(names, ({ name, secret, trigger }) => {
      const container = { image: "i", env: { A: secret }, registry: { secret } };
      const wanted = { task: "BATCH", title: name, container } as const;
      const body = wireJobSpec(wanted);
      const purchase = { body, description: undefined, wanted, hardware: {}, submit: reject };
      const inputs = { ...wanted, triggers: { trigger }, __context: { name } };
      const marker = markerFor(effects, "Job", inputs, purchase);
      expect(withMarker(undefined, marker)).toBe(` [pulumi:${markerText(marker)}]`);
      expect(markerText(marker)).toMatch(/^[a-z2-7]{8}\.[a-z2-7]{8}\.[a-z2-7]{10}\.[a-z2-7]{8}$/);
    }),
  );
});

function reject(): Promise<never> {
  return Promise.reject(new Error("Nothing is bought here."));
}
