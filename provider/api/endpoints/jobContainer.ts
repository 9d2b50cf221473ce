// The container of a job as the service repeats it. Unlike everything else that is read of a job,
// it may hold passwords, so only an import reads it.
import * as z from "zod";

import { isRecord } from "../json";
import { lenient } from "./envelope";
import { lenientList, lenientText } from "./lenientFields";
import type { ContainerSpec } from "./jobSpec";
import { amount } from "./spellings";

const wireVolume = z.object({
  image: lenientText,
  tag: lenientText,
  registry: lenientText,
  user: lenientText,
  secret: lenientText,
  mount: lenientText,
});

const wireContainer = z.object({
  image: z.string(),
  tag: lenientText,
  env: lenient(z.record(z.string(), z.string())),
  ports: lenient(z.array(amount)),
  sshkey: lenientText,
  allowed_ips: lenient(z.array(z.string())),
  host: lenientText,
  user: lenientText,
  secret: lenientText,
  imagesrc: lenientText,
  volumes: lenientList(wireVolume),
});

/** With every field, also absent ones, so that a new field does not compile until it is read. */
type Whole<T> = { readonly [K in keyof Required<T>]: T[K] };

/** Reads the container out of a job, with or without the inner `parameters`. */
export function containerOf(job: unknown): ContainerSpec | undefined {
  const outer = isRecord(job) ? job["parameters"] : undefined;
  const inner = isRecord(outer) && isRecord(outer["parameters"]) ? outer["parameters"] : outer;
  const read = wireContainer.safeParse(inner);
  if (!read.success) return undefined;
  const { sshkey, allowed_ips, host, user, secret, imagesrc, volumes, ...same } = read.data;
  const registry = { host, user, secret };
  const hasRegistry = Object.values(registry).some((value) => value !== undefined);
  const container: Whole<ContainerSpec> = {
    ...same,
    sshKey: sshkey,
    allowedIps: allowed_ips,
    registry: hasRegistry ? registry : undefined,
    volumes: volumes.length === 0 ? undefined : volumes,
    imageSource: imagesrc,
  };
  return container;
}
