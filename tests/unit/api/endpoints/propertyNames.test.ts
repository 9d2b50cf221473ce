import { inPropertyNames } from "../../../../provider/api/endpoints/propertyNames";

test.each([
  ["max_timeout_run_ms: too small", "maxTimeoutRunMs: too small"],
  [
    "'gpu_registry_uuid' and gpu_name exclude each other",
    "'gpuRegistryUuid' and gpuName exclude each other",
  ],
  ["parameters.parameters.image: required", "container.image: required"],
  ["parameters.allowed_ips.3: no address", "container.allowedIps[3]: no address"],
  ["parameters.parameters.ports[1] is taken", "container.ports[1] is taken"],
  ["parameters.parameters.sshkey: no key", "container.sshKey: no key"],
  ["parameters.parameters.imagesrc: unknown", "container.imageSource: unknown"],
  ["parameters.parameters.secret: refused", "container.registry.secret: refused"],
  ["parameters.parameters.volumes.0.secret: refused", "container.volumes[0].secret: refused"],
  ["bad allowed_ips", "bad allowedIps"],
])("%s becomes %s", (words, expected) => {
  expect(inPropertyNames(words)).toBe(expected);
});

test.each([
  "no credit left",
  "status_reason is not a field of yours",
  "parameters.unheard: what is this?",
  "my_max_timeout_run_ms",
  "MAX_TIMEOUT_RUN_MS",
  "constructor and __proto__ and to_string",
])("%s stays as it is", (words) => {
  expect(inPropertyNames(words)).toBe(words);
});
