// What is ordered, and how it is spelled on the wire.
import type { JsonObject } from "../json";
import { forEachField, orderFields, type OrderFieldValues } from "./orderFields";

/** Credentials for a container image. */
export interface RegistrySpec {
  readonly host?: string | undefined;
  readonly user?: string | undefined;
  readonly secret?: string | undefined;
}

/** A volume filled from an image. */
export interface VolumeSpec {
  readonly image?: string | undefined;
  readonly tag?: string | undefined;
  readonly registry?: string | undefined;
  readonly user?: string | undefined;
  readonly secret?: string | undefined;
  readonly mount?: string | undefined;
}

/** The container that a job runs. */
export interface ContainerSpec {
  readonly image: string;
  readonly tag?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly ports?: readonly number[] | undefined;
  readonly sshKey?: string | undefined;
  readonly allowedIps?: readonly string[] | undefined;
  readonly registry?: RegistrySpec | undefined;
  readonly volumes?: readonly VolumeSpec[] | undefined;
  readonly imageSource?: string | undefined;
}

/** A job to create. Absent fields are not sent. */
export interface JobSpec extends OrderFieldValues {
  readonly task: "BATCH" | "PERSISTENT";
  readonly title: string;
  readonly description?: string | undefined;
  readonly container: ContainerSpec;
}

/** What overrides a recipe when it is cooked; absent fields keep the recipe's values. */
export type JobOverrides = {
  readonly [K in keyof Omit<JobSpec, "container">]?: JobSpec[K] | undefined;
} & {
  readonly container?:
    { readonly [K in keyof ContainerSpec]?: ContainerSpec[K] | undefined } | undefined;
};

/** A table that names every field of `T`: it does not compile with a missing field. */
type NamesOf<T> = Readonly<Record<keyof T, string>>;

/** What each field of an order is called on the wire; the container has names of its own. */
const orderNames: NamesOf<Omit<JobSpec, "container">> = {
  task: "task",
  title: "title",
  description: "description",
  ...forEachField((name) => orderFields[name].wire),
};

const containerNames: NamesOf<Omit<ContainerSpec, "registry" | "volumes">> = {
  image: "image",
  tag: "tag",
  env: "env",
  ports: "ports",
  sshKey: "sshkey",
  allowedIps: "allowed_ips",
  imageSource: "imagesrc",
};

const registryNames: NamesOf<RegistrySpec> = { host: "host", user: "user", secret: "secret" };

const volumeNames: NamesOf<VolumeSpec> = {
  image: "image",
  tag: "tag",
  registry: "registry",
  user: "user",
  secret: "secret",
  mount: "mount",
};

/** The body of `POST /v1/jobs`, and of a cook, where every field may be absent. */
export function wireJobSpec(spec: JobOverrides): JsonObject {
  return {
    ...named(orderNames, spec),
    // The service requires null for a PERSISTENT job; the field must not be absent.
    max_timeout_run_ms: spec.task === "PERSISTENT" ? null : spec.maxTimeoutRunMs,
    parameters:
      spec.container === undefined
        ? undefined
        : { type: "docker", parameters: wireContainer(spec.container) },
  };
}

/** A container inside the order; every field may be absent. */
export function wireContainer(container: NonNullable<JobOverrides["container"]>): JsonObject {
  return {
    ...named(containerNames, { ...container, sshKey: container.sshKey?.trim() }),
    ...named(registryNames, container.registry ?? {}),
    volumes: container.volumes?.map((volume) => named(volumeNames, volume)),
  };
}

/** The fields of a table under their names on the wire, absent ones too. */
function named(names: Readonly<Record<string, string>>, fields: object): JsonObject {
  const given = fields as JsonObject;
  const entries = Object.entries(names).map(([field, wire]) => [wire, given[field]]);
  return Object.fromEntries(entries) as JsonObject;
}
