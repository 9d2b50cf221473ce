import { settingText } from "../../api/config/hostWords";
import { check, pathText } from "../schema/check";
import type { Inherited, JobDefaults } from "../job/defaults";
import { overStackCap, type NewJob } from "../pricing/stackCap";
import type { ResourceDefinition } from "./definition";
import type { Finding, Findings, Properties } from "../schema/types";

/** What a check of inputs with the team's defaults found. */
export type InheritedFindings = Findings & Pick<Inherited, "inputs">;

/**
 * Checks inputs together with inherited values, and adds the origin of an inherited value to its error.
 *
 * @param newJob where the inputs are a new resource's or a replacement's: what can never be bought is
 * refused before the old job ends.
 */
export function checkWithDefaults(
  definition: ResourceDefinition,
  given: Properties,
  defaults: JobDefaults,
  newJob?: NewJob,
): InheritedFindings {
  const nothing: Inherited = { inputs: given, paths: [], warnings: [] };
  const inherited = definition.inherit?.(given, defaults) ?? nothing;
  const { inputs, paths } = inherited;
  const traced = ({ property, reason }: Finding): Finding => {
    const path = paths.find((place) => isWithin(property, pathText(place)));
    if (path === undefined) return { property, reason };
    const source = `inherited from ${settingText("defaults")}; ignoreDefaults: ["${path.at(-1)}"] leaves it out`;
    return { property, reason: `${reason} (${source})` };
  };
  const { failures, warnings } = check(definition, inputs);
  return {
    inputs,
    failures: [...failures, ...(newJob ? overStackCap(inputs, newJob) : [])].map(traced),
    warnings: [...warnings.map(traced), ...inherited.warnings],
  };
}

/** Whether a path such as `container.allowedIps[0]` is a given path or lies within it. */
function isWithin(property: string, place: string): boolean {
  const next = property.slice(place.length, place.length + 1);
  return property.startsWith(place) && ["", ".", "["].includes(next);
}
