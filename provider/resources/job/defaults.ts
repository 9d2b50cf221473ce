// `dispersed:defaults`: values for inputs that resources leave out. docs/decisions/0014 says where
// they apply.
import { settingText } from "../../api/config/hostWords";
import * as z from "zod";

import { resolveSetting, refuse, type ConfigSources } from "../../api/config/resolveSetting";
import { settings } from "../../api/config/settings";
import { isRecord, parseJson } from "../../api/json";
import { checkEach } from "../schema/check";
import { container } from "./container";
import type { Finding, Properties } from "../schema/types";
import { findingText } from "../schema/findingText";
import type { defaultNames } from "./choices";
import { jobInputs } from "./inputs";
import { containsUnknown, UNKNOWN } from "../schema/unknown";

type DefaultName = (typeof defaultNames)[number];

const { maxHourlyUsd, expiresAfter, allowedRegionCodes } = jobInputs.shape;
const { registry, allowedIps } = container.shape;

const members = {
  registry,
  allowedIps,
  allowedRegionCodes,
  maxHourlyUsd,
  expiresAfter,
} satisfies Record<DefaultName, z.ZodType>;

/** The setting `dispersed:defaults`. */
export const jobDefaults = z.strictObject(members).meta({
  typeName: "Defaults",
  description: "Default inputs for all jobs. A job's own inputs take precedence.",
});

/** Checked defaults. */
export type JobDefaults = z.infer<typeof jobDefaults>;

/** Inputs with what they inherited. */
export interface Inherited {
  readonly inputs: Properties;
  /** Paths of the inherited values, such as `["container", "registry"]`. */
  readonly paths: readonly (readonly string[])[];
  /** Warnings about values that are not inherited, although a user may expect it. */
  readonly warnings: readonly Finding[];
}

const FORM =
  'It is a JSON object with any of these: {"registry":{"host":"…","user":"…","secret":"…"},' +
  '"allowedIps":["203.0.113.0/24"],"allowedRegionCodes":["us-east-1"],"maxHourlyUsd":1.5,' +
  '"expiresAfter":"8h"}';

/**
 * Reads the defaults from the configuration; without any, the result is an empty object.
 *
 * @throws DispersedError of kind `config` that names what is wrong, and shows no value.
 */
export function resolveDefaults(sources: ConfigSources): JobDefaults {
  const found = resolveSetting(sources, settings.defaults);
  if (found === undefined) return {};
  const given = parsed(found.value);
  if (given === undefined) throw refuse(found, `is no JSON object. ${FORM}`);
  const wrong = checkEach({ name: settingText("defaults"), schema: jobDefaults }, given);
  if (wrong.length === 0) return given;
  const words = wrong.map(findingText).join("; ");
  throw refuse(found, `is not right: ${words}. ${FORM}`);
}

/** `pulumi config set --path` writes a number with a fraction as a text. */
function parsed(text: string): JobDefaults | undefined {
  const value = parseJson(text);
  if (!isRecord(value)) return undefined;
  const { maxHourlyUsd: cap, ...rest } = value;
  if (cap === undefined) return rest;
  const isNumber = typeof cap === "string" && /^\d+(\.\d+)?$/.test(cap);
  return { ...rest, maxHourlyUsd: (isNumber ? Number(cap) : cap) as number };
}

/** The inputs of a job with the defaults where they are silent. What a resource sets itself wins. */
export function inheritDefaults(inputs: Properties, defaults: JobDefaults): Inherited {
  const { ignoreDefaults } = inputs;
  const inherited = Object.entries(defaults)
    .filter(([name]) => !isIgnored(ignoreDefaults, name))
    .flatMap(([name, value]) => {
      const place = placeOf(name as DefaultName, inputs);
      if (place?.kind !== "open" || valueAt(inputs, place.path) !== undefined) return [];
      const isOpen = place.isOpen === true || containsUnknown(ignoreDefaults);
      return [{ path: place.path, value: isOpen ? UNKNOWN : value }];
    });
  const whole = inherited.reduce<unknown>(
    (all, { path, value }) => withValue(all, path, value),
    inputs,
  );
  return {
    inputs: whole as Properties,
    paths: inherited.map(({ path }) => path),
    warnings: Object.keys(defaults)
      .filter((name) => !isIgnored(ignoreDefaults, name) && inputs[name] === undefined)
      .flatMap((name) => {
        const place = placeOf(name as DefaultName, inputs);
        return place?.kind === "closed" ? [{ property: name, reason: place.reason }] : [];
      }),
  };
}

/** The path of a default in these inputs. */
type Place =
  | { readonly kind: "open"; readonly path: readonly string[]; readonly isOpen?: boolean }
  | { readonly kind: "closed"; readonly reason: string };

/** `undefined` where the default does not apply to these inputs. */
function placeOf(name: DefaultName, inputs: Properties): Place | undefined {
  const { container: given, task } = inputs;
  switch (name) {
    case "allowedRegionCodes":
    case "maxHourlyUsd":
      return { kind: "open", path: [name] };
    case "expiresAfter":
      if (task === undefined) return closed("task");
      if (task !== "PERSISTENT" && task !== UNKNOWN) return undefined;
      return { kind: "open", path: [name], isOpen: task === UNKNOWN };
    case "allowedIps":
      if (given === undefined) return closed("container");
      return isRecord(given) ? { kind: "open", path: ["container", name] } : undefined;
    case "registry":
      // Credentials for a recipe's own image are the recipe's.
      if (!isRecord(given) || given["image"] === undefined) return undefined;
      return { kind: "open", path: ["container", name] };
  }
}

/** Only a recipe's job can leave these out, and what the recipe says is not known here. */
function closed(silent: string): Place {
  const reason =
    `of ${settingText("defaults")} is not inherited, because ${silent} is the recipe's: set ${silent}, or ` +
    "leave it out for good with ignoreDefaults";
  return { kind: "closed", reason };
}

function isIgnored(ignored: unknown, name: string): boolean {
  return Array.isArray(ignored) && ignored.includes(name);
}

function valueAt(inputs: Properties, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, step) => (value as Properties)[step], inputs);
}

function withValue(inputs: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  const outer = inputs as Properties;
  return { ...outer, [step]: withValue(outer[step], rest, value) };
}
