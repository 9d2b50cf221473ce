// Answers a program's function calls in the program's own process, so nothing crosses to the
// engine.
import { DispersedError } from "../../api/errors/errors";
import { sentences } from "../../api/errors/sentences";
import { estimateCosts } from "../../resources/pricing/estimateCosts";
import { resolveDefaults } from "../../resources/job/defaults";
import type { Estimate } from "../../resources/pricing/estimateText";
import { findingText } from "../../resources/schema/findingText";
import type { FunctionDefinition } from "../../resources/functions/definition";
import { checkArgs } from "../../resources/functions/checkArgs";
import { functions, functionToken } from "../../resources/functions/registry";
import { environment } from "../../host/providerProcess";
import { hostProcess } from "./process";
import { decodeObject, encodeObject, type PlainObject } from "../../host/propertyValues";

/**
 * Calls a function of this package.
 *
 * @param token such as `dispersed:index:getJob`.
 * @param get the stack's (or an explicit provider's) value of a key such as `dispersed:publicKey`;
 * what it does not know is looked up in the environment.
 * @throws DispersedError: `validation` or `config` before anything is sent; then as the API does.
 */
export async function invoke(
  token: string,
  args: PlainObject,
  get: (key: string) => string | undefined,
): Promise<PlainObject> {
  const definition = functions.find((candidate) => functionToken(candidate) === token);
  if (definition === undefined) throw new Error(`pulumi-dispersed has no function ${token}.`);
  requireRight(definition, args);
  const { api, journal } = hostProcess.connect(get);
  return encodeObject(await definition.ask(api, args, journal));
}

/** A job of a program, its inputs as the engine spells them. */
export interface NotedJob {
  readonly name: string;
  readonly type: string;
  readonly inputs: PlainObject;
}

/**
 * Estimates what the jobs of a program would cost.
 *
 * @throws DispersedError: `config` before anything is sent; then as the API does.
 */
export async function estimate(
  jobs: readonly NotedJob[],
  get: (key: string) => string | undefined,
): Promise<Estimate | undefined> {
  const { api } = hostProcess.connect(get);
  const declared = jobs.map((job) => ({ ...job, inputs: decodeObject(job.inputs) }));
  return estimateCosts(api, declared, resolveDefaults({ get, env: environment }));
}

function requireRight(definition: FunctionDefinition, args: PlainObject): void {
  const wrong = checkArgs(definition, args).map(findingText);
  if (wrong.length === 0) return;
  throw new DispersedError("validation", sentences(wrong.join("; "), "Nothing was sent."));
}
