// What inputs must be together. Each rule holds only where the values are known.
import { suggest } from "../schema/suggest";
import type { Finding, Findings } from "../schema/types";
import { placeOf } from "./preferences";
import { knownRegionCodes } from "./regions";
import { containsUnknown, UNKNOWN } from "../schema/unknown";

type Inputs = Readonly<Record<string, unknown>>;

/** Whether there certainly is a value: an unknown one may turn out to be absent. */
function isGiven(value: unknown): boolean {
  return value !== undefined && value !== UNKNOWN;
}

/** The rules for any job, also for one from a recipe. */
export function recipeRules(inputs: Inputs): Findings {
  return {
    failures: [
      ...gpuFailures(inputs),
      ...preferenceFailures(inputs),
      ...taskFailures(inputs),
      ...lifetimeFailures(inputs),
      ...capFailures(inputs),
    ],
    warnings: [...sshWarnings(inputs), ...regionWarnings(inputs)],
  };
}

/** All rules of a Job. */
export function jobRules(inputs: Inputs): Findings {
  const { failures, warnings } = recipeRules(inputs);
  return {
    failures: [...failures, ...needlessGpuFailures(inputs), ...runTimeFailures(inputs)],
    warnings,
  };
}

function gpuFailures({ gpuName, gpuRegistryUuid }: Inputs): Finding[] {
  if (!isGiven(gpuName) || !isGiven(gpuRegistryUuid)) return [];
  return [
    {
      property: "gpuRegistryUuid",
      reason: "cannot be set together with gpuName: keep the one that you mean",
    },
  ];
}

function preferenceFailures({ gpuPreferences, waitFor, ...others }: Inputs): Finding[] {
  if (!isGiven(gpuPreferences)) return [];
  const failures = ["gpuName", "gpuRegistryUuid"].flatMap((property): Finding[] =>
    isGiven(others[property])
      ? [
          {
            property,
            reason: "cannot be set together with gpuPreferences: put it first in the list",
          },
        ]
      : [],
  );
  if (waitFor === "created") {
    const reason =
      "cannot be created together with gpuPreferences: whether a GPU gets a node is seen by waiting; wait for assigned or more";
    failures.push({ property: "waitFor", reason });
  }
  return Array.isArray(gpuPreferences)
    ? [...failures, ...unnamedGpuFailures(gpuPreferences)]
    : failures;
}

function unnamedGpuFailures(preferences: readonly unknown[]): Finding[] {
  const places = new Set<string>();
  return preferences.flatMap((preference, index): Finding[] => {
    if (typeof preference !== "object" || preference === null) return [];
    const property = `gpuPreferences[${index}]`;
    const { gpuName, gpuRegistryUuid } = preference as Inputs;
    const given = [gpuName, gpuRegistryUuid].filter(isGiven);
    const isOpen = [gpuName, gpuRegistryUuid].includes(UNKNOWN);
    if (given.length === 2 || (given.length === 0 && !isOpen)) {
      return [{ property, reason: "must have one of gpuName and gpuRegistryUuid" }];
    }
    if (containsUnknown(preference)) return [];
    const place = placeOf(preference);
    const isAgain = places.has(place);
    places.add(place);
    const reason = "asks for the same GPU in the same regions as one before it: remove it";
    return isAgain ? [{ property, reason }] : [];
  });
}

function needlessGpuFailures(inputs: Inputs): Finding[] {
  const { gpuCount, minVramGb } = inputs;
  const isCpuJob = gpuCount === undefined || (typeof gpuCount === "number" && gpuCount < 1);
  const asks = ["gpuName", "gpuRegistryUuid", "gpuPreferences"].filter((name) =>
    isGiven(inputs[name]),
  );
  if (typeof minVramGb === "number" && minVramGb > 0) asks.push("minVramGb");
  if (!isCpuJob || asks.length === 0) return [];
  return [
    {
      property: "gpuCount",
      reason: `must be 1 or more because ${asks.join(" and ")} is set: the service's own default is 0, a CPU job`,
    },
  ];
}

function runTimeFailures({ task, maxTimeoutRunMs }: Inputs): Finding[] {
  if (task !== "BATCH" || maxTimeoutRunMs !== undefined) return [];
  const reason =
    "is required when task is BATCH: the longest the job may run, in milliseconds, such as 3600000 (1 h)";
  return [{ property: "maxTimeoutRunMs", reason }];
}

function lifetimeFailures({ task, expiresAfter }: Inputs): Finding[] {
  if (task !== "BATCH" || !isGiven(expiresAfter)) return [];
  const reason =
    "is for a PERSISTENT job; a BATCH job ends by itself, at the latest after maxTimeoutRunMs";
  return [{ property: "expiresAfter", reason }];
}

function capFailures({ waitFor, maxHourlyUsd }: Inputs): Finding[] {
  if (waitFor !== "created" || !isGiven(maxHourlyUsd)) return [];
  const reason =
    "cannot be held when waitFor is created: a job has no price before it has a node; wait for assigned or more";
  return [{ property: "maxHourlyUsd", reason }];
}

function taskFailures({ task, maxTimeoutRunMs, waitFor }: Inputs): Finding[] {
  if (task !== "PERSISTENT") return [];
  const failures: Finding[] = [];
  if (isGiven(maxTimeoutRunMs)) {
    const reason =
      "must not be set when task is PERSISTENT: such a job runs until it is cancelled; remove it or use BATCH";
    failures.push({ property: "maxTimeoutRunMs", reason });
  }
  if (waitFor === "completed") {
    const reason = "cannot be completed when task is PERSISTENT: such a job does not end by itself";
    failures.push({ property: "waitFor", reason });
  }
  return failures;
}

function sshWarnings({ container }: Inputs): Finding[] {
  if (typeof container !== "object" || container === null) return [];
  const { sshKey, ports } = container as Inputs;
  if (!isGiven(sshKey) || !Array.isArray(ports)) return [];
  if (ports.includes(22) || ports.includes(UNKNOWN)) return [];
  const reason =
    "has no 22 although sshKey is set: the list replaces the service's own set, so SSH cannot reach the job";
  return [{ property: "container.ports", reason }];
}

function regionWarnings({ allowedRegionCodes, gpuPreferences }: Inputs): Finding[] {
  const preferences = Array.isArray(gpuPreferences) ? (gpuPreferences as unknown[]) : [];
  return [
    ...unknownRegions("allowedRegionCodes", allowedRegionCodes),
    ...preferences.flatMap((preference, index) =>
      typeof preference === "object" && preference !== null
        ? unknownRegions(
            `gpuPreferences[${index}].allowedRegionCodes`,
            (preference as Inputs)["allowedRegionCodes"],
          )
        : [],
    ),
  ];
}

function unknownRegions(property: string, codes: unknown): Finding[] {
  if (!Array.isArray(codes)) return [];
  return codes.flatMap((code: unknown, index) => {
    if (typeof code !== "string" || knownRegionCodes.includes(code)) return [];
    const meant = suggest(code, knownRegionCodes);
    const hint = meant === undefined ? "" : `; did you mean ${meant}?`;
    const reason = `is not a region that this version knows${hint}`;
    return [{ property: `${property}[${index}]`, reason }];
  });
}
