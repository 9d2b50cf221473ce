import { inPropertyNames } from "../../../../provider/api/endpoints/propertyNames";

test.each([
  ["parameters.parameters.image: required", "container.image: required"],
  ["parameters.parameters.ports[1] is taken", "container.ports[1] is taken"],
  ["parameters.parameters.secret: refused", "container.registry.secret: refused"],
  ["parameters.parameters.volumes.0.secret: refused", "container.volumes[0].secret: refused"],
  ["bad allowed_ips", "bad allowedIps"],
])("%s becomes %s", (words, expected) => {
  expect(inPropertyNames(words)).toBe(expected);
});

test.each([
  "status_reason is not a field of yours",
  "parameters.unheard: what is this?",
  "constructor and __proto__ and to_string",
])("%s stays as it is", (words) => {
  expect(inPropertyNames(words)).toBe(words);
});
