// The service may omit a field, send null, or write it in another way, any day.
import { createScriptedClient, json } from "../../../support/fakes";
import type { ApiClient } from "../../../../provider/api/http/client";

/** A field on the wire, and what a reader makes of it. */
export interface Field {
  /** Path on the wire, such as `pricing.quoted_at`. */
  readonly wire: string;
  readonly value: unknown;
  /** Path in the result. */
  readonly property: string;
  /** What the value becomes; itself by default. */
  readonly becomes?: unknown;
  /** What is there without a usable value; `undefined` by default. */
  readonly absent?: unknown;
}

/** A field whose value stays what it is. */
export const same = (wire: string, value: unknown, property: string): Field => ({
  wire,
  value,
  property,
});

/** What a job and a recipe's template order, below these paths on the wire and in the result. */
export const orderFields = (wire = "", property = ""): readonly Field[] =>
  [
    same("task", "BATCH", "task"),
    same("parameters.parameters.image", "otoy/base", "image"),
    same("parameters.parameters.tag", "latest", "tag"),
    same("cpu_count", 4, "cpuCount"),
    same("gpu_count", 1, "gpuCount"),
    same("gpu_name", "RTX 3090", "gpuName"),
    same("gpu_registry_uuid", "11111111-5717-4562-b3fc-2c963f66afa6", "gpuRegistryUuid"),
    same("min_vram_gb", 24, "minVramGb"),
    same("min_ram_gb", 32, "minRamGb"),
    same("min_storage_gb", 100, "minStorageGb"),
    same("max_node_count", 1, "maxNodeCount"),
    same("max_retry_count", 0, "maxRetryCount"),
    same("max_timeout_assign_ms", 300_000, "maxTimeoutAssignMs"),
    same("max_timeout_start_ms", 120_000, "maxTimeoutStartMs"),
    same("max_timeout_run_ms", 60_000, "maxTimeoutRunMs"),
  ].map((field) => ({ ...field, wire: wire + field.wire, property: property + field.property }));

/** How one item of a kind is read. */
export type Read = (api: ApiClient) => Promise<unknown>;

const unusable: readonly [string, unknown][] = [
  ["missing", undefined],
  ["null", null],
  ["an object", { a: 1 }],
  ["a list of nonsense", [{}]],
];

/**
 * Registers the tests that no field but the identity is needed, that strangers do no harm, and that a
 * number may come as text: prices, times and ends depend on them.
 */
export function describeDrift(
  what: string,
  { identity, fields, read }: { identity: Field; fields: readonly Field[]; read: Read },
): void {
  const all = [identity, ...fields];
  const wireOf = (changes: ReadonlyMap<string, unknown> = new Map()): object =>
    built(all.map(({ wire, value }) => [wire, changes.has(wire) ? changes.get(wire) : value]));
  const resultOf = (without?: Field): object =>
    built(
      all.map((field) => [
        field.property,
        field === without ? field.absent : "becomes" in field ? field.becomes : field.value,
      ]),
    );
  const reading = async (item: object): Promise<unknown> =>
    read(createScriptedClient([json(200, item)]).api);

  describe(what, () => {
    test("is read with everything there is", async () => {
      expect(await reading(wireOf())).toEqual(resultOf());
    });

    test("H06: is read beside fields that are unknown to us", async () => {
      expect(await reading({ ...wireOf(), surprise: { deep: [1] }, __v: 0 })).toEqual(resultOf());
    });

    test.each(
      fields.flatMap((field) => unusable.map(([state, value]) => ({ field, state, value }))),
    )("H06: does without $field.wire when it is $state", async ({ field, value }) => {
      expect(await reading(wireOf(new Map([[field.wire, value]])))).toEqual(resultOf(field));
    });

    const numbers = fields.filter(({ value }) => typeof value === "number");
    if (numbers.length === 0) return;
    test.each(numbers)("reads $wire as a number when it comes as text", async ({ wire, value }) => {
      expect(await reading(wireOf(new Map([[wire, String(value)]])))).toEqual(resultOf());
    });
  });
}

/** An object of paths; steps that are numbers make lists. */
function built(entries: readonly (readonly [string, unknown])[]): object {
  const root: Record<string, unknown> = {};
  for (const [path, value] of entries) {
    const steps = path.split(".");
    const last = steps.pop() ?? "";
    let here = root;
    for (const step of steps) here = (here[step] ??= {}) as Record<string, unknown>;
    here[last] = value;
  }
  return root;
}
