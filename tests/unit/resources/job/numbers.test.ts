// Every number among the inputs: whether it is whole, and its limits.
import * as z from "zod";

import { check } from "../../../../provider/resources/schema/check";
import type { Properties } from "../../../../provider/resources/schema/types";
import { valueSchema } from "../../../../provider/resources/schema/property";
import { definitions } from "../../../../provider/resources/registry";

/** The limits of a number; one that is not whole may have a fraction. */
interface Limits {
  readonly whole: boolean;
  readonly least: number;
  readonly most?: number;
}

const count = (least: number): Limits => ({ whole: true, least, most: 1e9 });
const milliseconds = (least: number): Limits => ({ whole: true, least });
const gigabytes: Limits = { whole: false, least: 0, most: 1e9 };
const port: Limits = { whole: true, least: 1, most: 65_535 };
const dollars: Limits = { whole: false, least: Number.MIN_VALUE };

const ofAJob: Readonly<Record<string, Limits>> = {
  cpuCount: count(0),
  gpuCount: count(0),
  minVramGb: gigabytes,
  minRamGb: gigabytes,
  minStorageGb: gigabytes,
  maxNodeCount: count(1),
  maxRetryCount: count(0),
  maxTimeoutAssignMs: milliseconds(300_000),
  maxTimeoutStartMs: milliseconds(120_000),
  maxTimeoutRunMs: milliseconds(60_000),
  maxHourlyUsd: dollars,
  logTailLines: { whole: true, least: 0, most: 1_000 },
  "container.ports[0]": port,
  "gpuPreferences[0].maxTimeoutAssignMs": milliseconds(300_000),
  "gpuPreferences[0].maxHourlyUsd": dollars,
};

const expected: Readonly<Record<string, Readonly<Record<string, Limits>>>> = {
  Job: ofAJob,
  JobFromRecipe: ofAJob,
  JobQuorum: { need: { whole: true, least: 0 }, "jobs.one.ports[0]": port },
  SshKey: {},
};

const bases: Readonly<Record<string, Properties>> = {
  Job: { task: "BATCH", container: { image: "a" }, gpuCount: 1, maxTimeoutRunMs: 60_000 },
  JobFromRecipe: { recipeUuid: "00000000-0000-4000-8000-000000000001", task: "BATCH" },
  JobQuorum: { jobs: { one: { uuid: "00000000-0000-4000-8000-000000000001" } } },
};

/** The paths of all numbers; a list has its first item, a map the item `one`. */
function numbersIn(schema: z.ZodType, path = ""): readonly string[] {
  const inner = valueSchema(schema);
  if (inner instanceof z.ZodNumber) return [path];
  if (inner instanceof z.ZodArray) return numbersIn(inner.element as z.ZodType, `${path}[0]`);
  if (inner instanceof z.ZodRecord) {
    const { valueType } = inner as z.ZodRecord<z.ZodString, z.ZodType>;
    return numbersIn(valueType, `${path}.one`);
  }
  if (!(inner instanceof z.ZodObject)) return [];
  return Object.entries(inner.shape as Readonly<Record<string, z.ZodType>>).flatMap(
    ([name, member]) => numbersIn(member, path === "" ? name : `${path}.${name}`),
  );
}

/** Inputs with a number at a path. */
function withNumber(inputs: unknown, path: readonly string[], value: number): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (step === "0") return [withNumber(undefined, rest, value)];
  const members = (inputs ?? (step.includes("max") ? { gpuName: "a" } : {})) as Properties;
  return { ...members, [step]: withNumber(members[step], rest, value) };
}

const steps = (path: string): readonly string[] => path.replace("[0]", ".0").split(".");

const rows = Object.entries(expected).flatMap(([type, numbers]) =>
  Object.entries(numbers).map(([path, limits]) => ({ type, path, ...limits })),
);

/** The reason for which a number at a path is refused. */
function reasonFor(type: string, path: string, value: number): string | undefined {
  const definition = definitions.find((one) => one.type === type);
  if (definition === undefined) throw new Error(type);
  const inputs = withNumber(bases[type] ?? {}, steps(path), value) as Properties;
  return check(definition, inputs).failures.find(({ property }) => property === path)?.reason;
}

test("none is left out of this table", () => {
  const found = Object.fromEntries(
    definitions.map(({ type, inputs }) => [type, [...numbersIn(inputs)].sort()]),
  );
  const tried = Object.entries(expected).map(([type, numbers]) => [
    type,
    Object.keys(numbers).sort(),
  ]);
  // `waitFor` takes a probe or a stage: its numbers have tests of their own.
  expect(found).toEqual(Object.fromEntries(tried));
});

const limited = rows.filter(({ most }) => most !== undefined);

test.each(rows)("$path of a $type may be its least, $least, and no less", (row) => {
  const { type, path, least, whole } = row;
  const limit = least === Number.MIN_VALUE ? "0" : String(least);
  expect(reasonFor(type, path, least)).toBeUndefined();
  expect(reasonFor(type, path, whole ? least - 1 : -1)).toContain(limit);
});

test.each(limited)("$path of a $type may be its most, $most, and no more", (row) => {
  const { type, path, most = 0 } = row;
  expect(reasonFor(type, path, most)).toBeUndefined();
  expect(reasonFor(type, path, most + 1)).toContain(most === 1e9 ? "1e9" : String(most));
});

test.each(rows)("$path of a $type is a whole number: $whole", ({ type, path, least, whole }) => {
  const reason = reasonFor(type, path, whole ? least + 0.5 : 1.5);
  expect(reason?.includes("must be a whole number")).toBe(whole ? true : undefined);
});

test.each(rows)("$path of a $type is no text, no infinity and no NaN", ({ type, path }) => {
  for (const value of [Infinity, NaN, "1" as unknown as number]) {
    expect(reasonFor(type, path, value)).toMatch(/^must be /);
  }
});
