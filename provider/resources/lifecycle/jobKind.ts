// What distinguishes the job-backed resources, and the name of each purchase.
import { canonicalJson } from "../../api/signing/canonical";
import { contextOf } from "../schema/hiddenContext";
import type { OperationContext, ResourceEffects, ServiceAccess } from "../contract/effects";
import type { Properties } from "../schema/types";
import { jobInputs, settingInputs } from "../job/inputs";
import { jobOutputs } from "../job/outputs";
import { drawGeneration, type Marker } from "../job/marker";
import { isDefault, isObject, meaningOf } from "../schema/meaning";
import { preferencesOf } from "../job/preferences";
import type { Purchase } from "../purchase/order";
import { keyedHash, shortHash } from "../job/shortHash";
import { secretsIn } from "../schema/secrets";
import { stackHash } from "../job/stackName";

/** How a job of this kind comes into being, and what its inputs are called. */
export interface JobKind {
  /** The canonical name, the same in both adapters. */
  readonly type: string;
  readonly inputNames: readonly string[];
  /** What is ordered for these inputs. May read from the service, and buys nothing. */
  order(effects: ResourceEffects, inputs: Properties): Promise<Purchase>;
}

/** The marker of a purchase for these inputs. */
export function markerFor(
  { api, entropy }: ServiceAccess & OperationContext,
  type: string,
  inputs: Properties,
  { body }: Purchase,
): Marker {
  const { name = "", owner, generation = drawGeneration(entropy) } = contextOf(inputs);
  const [stack = "", resource = shortHash([type, name])] = owner?.split(".") ?? [];
  const ordered = [
    canonicalJson(body, "escaped"),
    meaningOf(settingInputs.triggers, inputs["triggers"]),
    // All attempts are for the same preferences, so a later run can take over the job of any
    // attempt.
    ...preferencesOf(inputs).map((preference) => meaningOf(undefined, preference)),
  ];
  return {
    stack: stackHash(api.config.namespace, stack),
    resource,
    generation,
    spec: isPublic(inputs) ? shortHash(ordered) : keyedHash(api.config.secretKey.value, ordered),
  };
}

/**
 * Whether a hash of these inputs may be tried by everybody who reads the marker. A trigger may be a secret:
 * only the program knows.
 */
function isPublic(inputs: Properties): boolean {
  const { triggers, container } = inputs;
  const isTriggered = !isDefault(settingInputs.triggers, triggers, {});
  // The comment of a public key is private, and no secret.
  const shown = isObject(container) ? { ...container, sshKey: undefined } : container;
  const schemas = { inputs: jobInputs, outputs: jobOutputs };
  return !isTriggered && secretsIn(schemas, { ...inputs, container: shown }).length === 0;
}
