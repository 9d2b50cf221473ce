// The one table of the plain fields of an order. Requests, responses, imports, adoption, price lookups
// and functions take their fields from it; the schema of the inputs is held against it by its type.

/** How a field is written and read. */
interface OrderField {
  /** Name on the wire. */
  readonly wire: string;
  readonly kind: keyof FieldValues;
  /** Whether a node has to have it: offers are filtered by it. */
  readonly isHardware?: boolean;
}

/** The values of each kind. */
export interface FieldValues {
  readonly number: number;
  readonly text: string;
  readonly texts: readonly string[];
}

/** Fields besides `task`, `title`, `description` and the container. A change to any replaces the job. */
export const orderFields = {
  cpuCount: { wire: "cpu_count", kind: "number", isHardware: true },
  gpuCount: { wire: "gpu_count", kind: "number", isHardware: true },
  gpuName: { wire: "gpu_name", kind: "text", isHardware: true },
  gpuRegistryUuid: { wire: "gpu_registry_uuid", kind: "text", isHardware: true },
  minVramGb: { wire: "min_vram_gb", kind: "number", isHardware: true },
  minRamGb: { wire: "min_ram_gb", kind: "number", isHardware: true },
  minStorageGb: { wire: "min_storage_gb", kind: "number", isHardware: true },
  maxNodeCount: { wire: "max_node_count", kind: "number" },
  maxRetryCount: { wire: "max_retry_count", kind: "number" },
  maxTimeoutAssignMs: { wire: "max_timeout_assign_ms", kind: "number" },
  maxTimeoutStartMs: { wire: "max_timeout_start_ms", kind: "number" },
  maxTimeoutRunMs: { wire: "max_timeout_run_ms", kind: "number" },
  allowedRegionCodes: { wire: "allowed_region_codes", kind: "texts" },
} as const satisfies Readonly<Record<string, OrderField>>;

type Table = typeof orderFields;

/** Name of a field of the table, as an input and in this package. */
export type OrderFieldName = keyof Table;

/** The value of a field. */
export type OrderFieldValue<Name extends OrderFieldName> = FieldValues[Table[Name]["kind"]];

/** The fields of an order, each of which may be left out. */
export type OrderFieldValues = {
  readonly [Name in OrderFieldName]?: OrderFieldValue<Name> | undefined;
};

/** The names of the fields, in the order of the table. */
export const orderFieldNames = Object.keys(orderFields) as readonly OrderFieldName[];

/** One value for each field. */
export function forEachField<Value>(
  valueOf: (name: OrderFieldName) => Value,
): Readonly<Record<OrderFieldName, Value>> {
  const entries = orderFieldNames.map((name) => [name, valueOf(name)]);
  return Object.fromEntries(entries) as Record<OrderFieldName, Value>;
}
