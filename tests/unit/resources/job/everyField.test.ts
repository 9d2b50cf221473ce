// An input that is in the schema alone is never sent, while everything else looks right.
import * as z from "zod";

import { jobInputs } from "../../../../provider/resources/job/inputs";
import { property, valueSchema } from "../../../../provider/resources/schema/property";
import { missingIn, needlessExceptions, type Exceptions } from "./everyField";

const PASSWORDS =
  "of a container only its image is read besides an import: the rest may hold passwords";
const inContainer = Object.fromEntries(
  [
    ...["env", "ports", "sshKey", "allowedIps", "imageSource"],
    ...["host", "user", "secret"].map((name) => `registry.${name}`),
    ...["image", "tag", "registry", "user", "secret", "mount"].map((name) => `volumes.0.${name}`),
  ].map((name) => [`container.${name}`, PASSWORDS]),
);
const TRIGGERS = "triggers replace a job, and are never sent";
const WORDS = "words for the console tell no job from another";

const exceptions: Exceptions = {
  request: { triggers: TRIGGERS },
  import: { triggers: TRIGGERS },
  adoption: { triggers: TRIGGERS, title: WORDS, description: WORDS, ...inContainer },
  DevBox: {
    "container.ports": "22 is always among the ports of a box",
    "container.sshKey": "a box calls it sshPublicKey, or makes one",
  },
  getJob: {
    triggers: TRIGGERS,
    ...inContainer,
    description: "it is told with the marker, as the service has it",
  },
};

/** The shape of a job with one property more, in the schema alone. */
const withFake = (place: "job" | "container"): Readonly<Record<string, z.ZodType>> => {
  const fake = property(z.string().optional(), { description: "Fake.", replaces: true });
  const { shape } = jobInputs;
  if (place === "job") return { ...shape, fake };
  const container = valueSchema(shape.container) as typeof shape.container;
  return {
    ...shape,
    container: property(container.extend({ fake }), { description: "Fake.", replaces: true }),
  };
};

test("every input that replaces a job reaches all that it has to", async () => {
  expect(await missingIn(jobInputs.shape, exceptions)).toEqual([]);
});

test("every exception is needed", async () => {
  expect(await needlessExceptions(jobInputs.shape, exceptions)).toEqual([]);
});

test.each([
  // A box hands on what it does not know, so that there is nothing to forget.
  { place: "job", path: "fake", missing: ["request", "import", "adoption", "getJob"] },
  {
    place: "container",
    path: "container.fake",
    missing: ["request", "import", "adoption", "DevBox", "getJob"],
  },
] as const)(
  "a property of the $place that is in the schema alone is found missing",
  async ({ place, path, missing }) => {
    const expected = missing.map((where) => `${where}: ${path}`);
    expect(await missingIn(withFake(place), exceptions)).toEqual(expected);
  },
);
