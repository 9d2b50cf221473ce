// A canary in the place of every input, in every form that a wrong value can have: no finding
// repeats it, and no finding is the validation library's own.
import * as z from "zod";

import { check, checkEach, type Checked } from "../../../../provider/resources/schema/check";
import { checkWithDefaults } from "../../../../provider/resources/contract/checkWithDefaults";
import { jobDefaults } from "../../../../provider/resources/job/defaults";
import type { Finding, Properties } from "../../../../provider/resources/schema/types";
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import { findingText } from "../../../../provider/resources/schema/findingText";
import { checkArgs } from "../../../../provider/resources/functions/checkArgs";
import { functions } from "../../../../provider/resources/functions/registry";
import { valueSchema } from "../../../../provider/resources/schema/property";
import { definitions } from "../../../../provider/resources/registry";

type Path = readonly (string | number)[];

const canary = "canary 5b1f/+=\n-----BEGIN OPENSSH PRIVATE KEY-----";
const CANARY_NUMBER = 918_273_645_546.5;
const spellings = ["canary", "5b1f", "OPENSSH", "918273645546", "918_273"];

/** Values that are wrong nearly everywhere, and in each of them a canary. */
const wrongValues: readonly (readonly [string, unknown])[] = [
  ["a string", canary],
  ["a number", CANARY_NUMBER],
  ["a negative number", -CANARY_NUMBER],
  ["an object", { some: canary, other: { deep: CANARY_NUMBER } }],
  ["an object of a strange name", { [canary]: canary }],
  ["a list of objects", [{ some: canary }, { some: { deep: canary } }]],
  ["a list of strange names", [{ [canary]: CANARY_NUMBER }]],
];

/** Every place where a value can stand. */
function places(schema: z.ZodType, path: Path = []): readonly Path[] {
  const here = valueSchema(schema);
  const within = (member: unknown, step: string | number): readonly Path[] =>
    places(member as z.ZodType, [...path, step]);
  const deeper = (): readonly Path[] => {
    if (here instanceof z.ZodObject) {
      return Object.entries(here.shape).flatMap(([name, member]) => within(member, name));
    }
    if (here instanceof z.ZodArray) return within(here.element, 0);
    if (here instanceof z.ZodRecord) return within(here.valueType, "NAME");
    if (here instanceof z.ZodUnion) {
      return here.options.flatMap((option) => places(option as z.ZodType, path));
    }
    return [];
  };
  const found = [...(path.length === 0 ? [] : [path]), ...deeper()];
  return [...new Map(found.map((place) => [JSON.stringify(place), place])).values()];
}

function withValue(target: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  if (typeof step === "number") return [withValue(undefined, rest, value)];
  const members = typeof target === "object" && target !== null ? (target as Properties) : {};
  return { ...members, [step]: withValue(members[step], rest, value) };
}

const right: Readonly<Record<string, Properties>> = {
  Job: { task: "PERSISTENT", gpuCount: 1, container: { image: "a" } },
  JobFromRecipe: { recipeUuid: "019582a6-2000-7000-8000-000000000001" },
  JobQuorum: { jobs: { one: { uuid: "019582a6-2000-7000-8000-000000000001" } } },
  SshKey: {},
};

interface Subject {
  readonly name: string;
  readonly schema: Checked["schema"];
  readonly findings: (inputs: Properties) => readonly Finding[];
}

const subjects: readonly Subject[] = [
  ...definitions.map((definition) => ({
    name: definition.type,
    schema: definition.inputs,
    findings: (inputs: Properties) => {
      const alone = check(definition, inputs);
      const inherited = checkWithDefaults(definition, inputs, { allowedRegionCodes: ["mars-1"] });
      return [alone, inherited].flatMap(({ failures, warnings }) => [...failures, ...warnings]);
    },
  })),
  ...functions.map((definition) => ({
    name: definition.name,
    schema: definition.inputs,
    findings: (args: Properties) => checkArgs(definition, args),
  })),
  {
    name: "dispersed:defaults",
    schema: jobDefaults,
    findings: (given) => checkEach({ name: "dispersed:defaults", schema: jobDefaults }, given),
  },
];

interface Said {
  readonly where: string;
  readonly words: readonly string[];
}

/** What is said of each wrong value at each place of a subject, and of one that nobody knows. */
function said({ name, schema, findings }: Subject): readonly Said[] {
  return [...places(schema), ["stranger"], ["container", "KEY"]].flatMap((path) =>
    wrongValues.map(([kind, value]) => ({
      where: `${kind} as ${path.join(".")} of ${name}`,
      words: findings(withValue(right[name] ?? {}, path, value) as Properties).map(findingText),
    })),
  );
}

const ofLibrary =
  /\bInvalid\b|[Ee]xpected|\breceived\b|Unrecognized|\bToo (big|small)\b|undefined|null|\[object|wrong form/;

const results = subjects.map((subject) => ({ name: subject.name, all: said(subject) }));

test.each(results)("$name: no finding repeats a value, nor is the library's own", ({ all }) => {
  const some = (isWrong: (line: string) => boolean): readonly Said[] =>
    all.filter(({ words }) => words.some(isWrong));
  expect(some((line) => spellings.some((spelling) => line.includes(spelling)))).toEqual([]);
  expect(some((line) => ofLibrary.test(line))).toEqual([]);
});

test.each(results)("$name: nearly every wrong value has a finding", ({ all }) => {
  // A text or a region may be any, a number too, and a map takes anything.
  const silent = all.filter(
    ({ where, words }) =>
      words.length === 0 &&
      !/^(a string|a number) as|triggers|^a list as allowedRegionCodes/.test(where),
  );
  expect(silent).toEqual([]);
});

const findingsOf = (fields: Properties): readonly string[] =>
  check(jobDefinition, { task: "PERSISTENT", container: { image: "a" }, ...fields }).failures.map(
    findingText,
  );

test.each(["env", "ports", "image"])("%s beside the container belongs in it", (name) => {
  expect(findingsOf({ [name]: canary })).toEqual([
    `${name} is not a property of Job; did you mean container.${name}?`,
  ]);
});

test.each([
  [
    "a string for a registry",
    { registry: "x" },
    "container.registry must be an object: { host, user, secret }",
  ],
])("%s is explained", (_name, container, words) => {
  expect(findingsOf({ container: { image: "a", ...container } })).toEqual([words]);
});
