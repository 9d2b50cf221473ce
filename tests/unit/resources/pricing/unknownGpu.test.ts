import { unknownGpu } from "../../../../provider/resources/pricing/unknownGpu";

const names = ["NVIDIA RTX 3090", "NVIDIA RTX 4090", "NVIDIA GeForce RTX 5090", "AMD MI300X"];

test.each(["rtx 4090", "GeForce RTX 4090", "RTX 5090"])("%s is one of the registry's", (wanted) => {
  expect(unknownGpu(wanted, names)).toBeUndefined();
});

test.each([
  ["nvidia rtx4090", "NVIDIA RTX 4090"],
  ["RTX 5909", "NVIDIA GeForce RTX 5090"],
])("%s may have meant %s", (wanted, meant) => {
  expect(unknownGpu(wanted, names)).toContain(`Did you mean ${meant}?`);
});

test("nothing is suggested for a name that is near none, and nothing without names", () => {
  expect(unknownGpu("banana", names)).toBe(
    "no GPU has the name that is given. `dispersed gpus` lists those there are.",
  );
  expect(unknownGpu("banana", [])).toBeUndefined();
});
