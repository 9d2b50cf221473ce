// What every input of a job has to reach. A property that is added to the schema alone would be shown,
// checked and diffed, and never sent.
import * as z from "zod";

import type { Properties } from "../../../../provider/resources/schema/types";
import { adoptJob } from "../../../../provider/resources/purchase/adoptJob";
import { jobFactsOf } from "../../../../provider/resources/functions/jobFields";
import { getJob } from "../../../../provider/api/endpoints/jobs";
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import { metaOf, valueSchema } from "../../../../provider/resources/schema/property";
import { jobArgs } from "../../../../sdk/components/devBoxArgs";
import { json, rejection } from "../../../support/fakes";
import {
  created,
  createService,
  emptyList,
  liveRun,
  uuid,
  type Service,
} from "../../../support/scriptedService";

type Shape = Readonly<Record<string, z.ZodType>>;

/** Where an input has to arrive. */
export type Place = "request" | "import" | "adoption" | "DevBox" | "getJob";

/** An input that somewhere does not arrive on purpose, and why. */
export type Exceptions = Readonly<Partial<Record<Place, Readonly<Record<string, string>>>>>;

/** An input, with two values that it may have. */
interface Leaf {
  readonly path: readonly string[];
  readonly values: readonly [unknown, unknown];
}

/** Every `place: path` at which an input of this shape does not arrive, exceptions apart. */
export async function missingIn(shape: Shape, exceptions: Exceptions): Promise<readonly string[]> {
  const leaves = leavesOf(shape);
  const complaints = await Promise.all(leaves.map((leaf) => missingPlaces(leaf)));
  return complaints
    .flat()
    .filter(([place, path]) => exceptions[place]?.[path] === undefined)
    .map(([place, path]) => `${place}: ${path}`);
}

/** Every exception that is none: the input is there, or does not exist. */
export async function needlessExceptions(
  shape: Shape,
  exceptions: Exceptions,
): Promise<readonly string[]> {
  const missing = new Set(await missingIn(shape, {}));
  return Object.entries(exceptions)
    .flatMap(([place, paths]) => Object.keys(paths).map((path) => `${place}: ${path}`))
    .filter((complaint) => !missing.has(complaint));
}

async function missingPlaces({ path, values }: Leaf): Promise<readonly [Place, string][]> {
  const [value, other] = values;
  const name = path.join(".");
  const sent = await bodyOf(withValue(base, path, value));
  const isSent = isOther(sent, await bodyOf(base));
  const service = serviceOf(sent);
  const told = JSON.parse(
    JSON.stringify(jobFactsOf(await getJob(service.effects.api, uuid))),
  ) as Properties;
  const found = await jobDefinition.imports?.describe(service.effects, uuid, "box");
  const imported = found?.inputs ?? {};
  const ours = { stack: "a", resource: "b", generation: "c", spec: "d" };
  const wanted = withValue(base, path, other);
  const against = await rejection(
    adoptJob(serviceOf(sent).effects, uuid, { wanted }, ours, {}),
  ).catch(() => "");
  const arrives: Readonly<Record<Place, boolean>> = {
    request: isSent,
    import: same(valueAt(imported, path), value),
    adoption: String(against).includes(`its ${name} is `),
    DevBox: same(valueAt(boxOf(path, value), path), value),
    getJob: same(told[path.at(-1) ?? ""], value),
  };
  return Object.entries(arrives).flatMap(([place, isThere]) =>
    isThere ? [] : [[place as Place, name] as [Place, string]],
  );
}

const base: Properties = {
  task: "BATCH",
  container: { image: "ubuntu" },
  maxTimeoutRunMs: 60_000,
};

/** The body that a job of these inputs is bought with. */
async function bodyOf(inputs: Properties): Promise<Properties> {
  const service = createService({ create: [created], list: [emptyList], runs: [liveRun] });
  // Bought, and not to be seen: only what was sent matters.
  const hidden = { __context: { name: "box" }, waitFor: "created" };
  await jobDefinition.create(service.effects, { ...inputs, ...hidden }).catch(() => undefined);
  // Where nothing is sent, nothing arrives.
  return (service.lastBody() as Properties | null) ?? bodyOf(base);
}

/** A service with the job that an order made, told as it was ordered. */
function serviceOf(body: Properties): Service {
  return createService({ get: [json(200, { ...body, uuid, status: "RUNNING" })] });
}

/** The descriptions end in a mark of their own each. */
function isOther(one: Properties, other: Properties): boolean {
  const [first, second] = [one, other].map(({ description, ...rest }) => [
    rest,
    String(description).split(" [pulumi:")[0],
  ]);
  return !same(first, second);
}

/** The job of a box that is given an input. */
function boxOf(path: readonly string[], value: unknown): Properties {
  const [first = "", ...rest] = path;
  const args = first === "container" ? withValue({}, rest, value) : withValue({}, path, value);
  return jobArgs(args, undefined) as unknown as Properties;
}

/** The inputs that reach the service, with values they may have. */
function leavesOf(shape: Shape, parents: readonly string[] = []): readonly Leaf[] {
  return Object.entries(shape).flatMap(([name, schema]) => {
    if (parents.length === 0 && metaOf(schema).replaces !== true) return [];
    const path = [...parents, name];
    const inner = valueSchema(schema);
    if (inner instanceof z.ZodObject) return leavesOf(inner.shape, path);
    const element = inner instanceof z.ZodArray ? valueSchema(inner.element as z.ZodType) : inner;
    if (element instanceof z.ZodObject) return leavesOf(element.shape, [...path, "0"]);
    return [{ path, values: valuesOf(schema, path) }];
  });
}

const candidates: readonly unknown[] = [
  "sample",
  "other",
  ...["BATCH", "PERSISTENT"],
  "00000000-0000-4000-8000-000000000001",
  "00000000-0000-4000-8000-000000000002",
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGq",
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGr",
  ...["203.0.113.7", "203.0.113.8"],
  ...[7, 8, 400_000, 500_000],
  ...[true, false],
];

function valuesOf(schema: z.ZodType, path: readonly string[]): readonly [unknown, unknown] {
  const lists = candidates.map((value) => [value]);
  const maps = candidates.map((value) => ({ A: value }));
  // The task is BATCH to begin with.
  const fitting = [...candidates, ...lists, ...maps]
    .filter((value) => value !== "BATCH")
    .concat("BATCH")
    .filter((value) => schema.safeParse(value).success);
  const [one, other] = fitting;
  if (one === undefined || other === undefined) throw new Error(`no values for ${path.join(".")}`);
  return [one, other];
}

function withValue(inputs: Properties, path: readonly string[], value: unknown): Properties {
  const [first, ...rest] = path;
  if (first === undefined) return inputs;
  if (rest.length === 0) return { ...inputs, [first]: value };
  const [next, ...others] = rest;
  if (next === "0") return { ...inputs, [first]: [withValue({}, others, value)] };
  return { ...inputs, [first]: withValue((inputs[first] ?? {}) as Properties, rest, value) };
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, step) => (inner as Record<string, unknown> | undefined)?.[step],
    value,
  );
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
