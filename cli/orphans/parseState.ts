// What the state of a stack says of jobs. A job that is missed here may be cancelled as an orphan,
// so anything unreadable is an error and never left out. Pure.
import * as z from "zod";

import { parseJson } from "../../provider/api/json";
import { sanitizeOneLine } from "../../provider/api/errors/sanitize";
import { isUuid } from "../../provider/api/endpoints/uuid";
import { contextOf } from "../../provider/resources/schema/hiddenContext";
import { markerOfUnconfirmed } from "../../provider/resources/lifecycle/state";
import { markerText } from "../../provider/resources/job/marker";
import { isStackName } from "../../provider/resources/job/stackName";
import { UsageError } from "../exitCode";
import { explainJson, explainText } from "./explainFile";

/** A job that a run had begun to create when the state was written. */
export interface BeingBought {
  /** Hash of the resource, as markers have it; `undefined` where the state does not say. */
  readonly resource: string | undefined;
  readonly generation: string | undefined;
  /** The job that it adopts; `"anyJob"` where the state does not say which, as it is encrypted. */
  readonly adopts: string | undefined;
}

/** A stack as its URNs name it. */
export interface StackInUrns {
  readonly project: string;
  readonly stack: string;
}

/** What a state says. */
export interface ParsedState {
  /** `undefined` where the state has no resources. */
  readonly stack: StackInUrns | undefined;
  /** `organization/project/stack`, where the state says so: the files of a backend do. */
  readonly name: string | undefined;
  readonly uuids: ReadonlySet<string>;
  /** Markers of purchases for which the state does not know yet whether there is a job. */
  readonly unconfirmed: ReadonlySet<string>;
  readonly beingBought: readonly BeingBought[];
  /** Hashes of organization, project and stack, as programs wrote them; old names may be among them. */
  readonly owners: ReadonlySet<string>;
  /** Values of `dispersed:namespace`; `""` means none, `undefined` an encrypted one. */
  readonly namespaces: ReadonlySet<string | undefined>;
  /** Whether the native plugin made some of it. */
  readonly hasPlugin: boolean;
}

const values = z.record(z.string(), z.unknown());
const resourceShape = z.object({
  type: z.string(),
  urn: z.string(),
  id: z.string().default(""),
  inputs: values.nullish().transform((inputs) => inputs ?? {}),
  outputs: values.nullish().transform((outputs) => outputs ?? {}),
});
const deploymentShape = z.object({
  resources: z.array(resourceShape).nullish(),
  pending_operations: z
    .array(z.object({ type: z.string(), resource: resourceShape.nullish() }))
    .nullish(),
});
const exportShape = z.object({ version: z.number(), deployment: deploymentShape.nullable() });
const checkpointShape = z.object({
  version: z.number(),
  checkpoint: z.object({ stack: z.string().nullish(), latest: deploymentShape.nullish() }),
});

type StateResource = z.output<typeof resourceShape>;
type Deployment = z.output<typeof deploymentShape>;

/** Versions of the format that this version knows. */
const MIN_VERSION = 3;
const MAX_VERSION = 4;

/** Our types that hold one job. The others hold none, or only refer to jobs of these. */
const JOB = /^(?:pulumi-nodejs:dynamic\/dispersed|dispersed:index):(?:Job|JobFromRecipe)$/;
const PLUGIN = /^(?:dispersed:index:|pulumi:providers:dispersed$)/;
const PROVIDERS: ReadonlyMap<string, string> = new Map([
  ["pulumi:providers:pulumi-nodejs", "dispersed:namespace"],
  ["pulumi:providers:dispersed", "namespace"],
]);

/**
 * Reads a state: what `pulumi stack export` prints, or a file of a backend.
 *
 * @param source what messages call it.
 * @throws UsageError for anything else.
 */
export function parseState(text: string, source: string): ParsedState {
  const { name, resources, pending_operations: pending } = readDeployment(text, source);
  const all = resources ?? [];
  const operations = pending ?? [];
  // The resource of an operation may hold a job as well, such as one that is being deleted.
  const touched = operations.flatMap(({ resource }) => resource ?? []);
  const jobs = all.filter(({ type }) => JOB.test(type));
  const beingBought = operations.flatMap(({ type, resource }) =>
    type === "creating" && resource != null && JOB.test(resource.type) ? [resource] : [],
  );
  const tracked = [...all, ...touched].flatMap(uuidsOf);
  // A resource keeps such an id when its job is known: from then on only that job is its own.
  const unconfirmed = [...jobs, ...touched].flatMap((resource) =>
    uuidsOf(resource).length > 0 ? [] : (markerOfUnconfirmed(resource.id) ?? []),
  );
  for (const job of jobs) requireJob(job, source);
  return {
    name: name != null && isStackName(name) ? name : undefined,
    stack: stackInUrns([...all, ...touched]),
    uuids: new Set(tracked),
    unconfirmed: new Set(unconfirmed.map(markerText)),
    beingBought: beingBought.map(({ inputs }) => {
      const { owner, generation } = contextOf(inputs);
      return { resource: owner?.split(".")[1], generation, adopts: adoptsIn(inputs) };
    }),
    owners: new Set([...jobs, ...beingBought].flatMap(({ inputs }) => ownerIn(inputs))),
    namespaces: new Set(all.flatMap(namespacesIn)),
    hasPlugin: [...all, ...touched].some(({ type }) => PLUGIN.test(type)),
  };
}

function readDeployment(
  text: string,
  source: string,
): Deployment & { readonly name?: string | null | undefined } {
  const value = parseJson(text);
  if (value === undefined) throw new UsageError(`${source} ${explainText(text)}`);
  const checkpoint = checkpointShape.safeParse(value);
  const exported = exportShape.safeParse(value);
  const { version } = checkpoint.data ?? exported.data ?? {};
  if (version === undefined) throw new UsageError(`${source} ${explainJson(value)}`);
  if (version < MIN_VERSION || version > MAX_VERSION) {
    const next =
      version < MIN_VERSION ? "export it again with Pulumi 3" : "update pulumi-dispersed";
    throw new UsageError(
      `${source} has version ${version} of Pulumi's state format, which this version of ` +
        `\`dispersed\` cannot read; ${next}`,
    );
  }
  if (exported.success) return exported.data.deployment ?? {};
  const { stack, latest } = checkpoint.data?.checkpoint ?? {};
  return { ...latest, name: stack };
}

/** Jobs by their id, and by the uuid that an id of an unconfirmed purchase has found since. */
function uuidsOf({ type, id, outputs }: StateResource): readonly string[] {
  if (!JOB.test(type)) return [];
  return [id, outputs["uuid"]].filter(isUuid).map((uuid) => uuid.toLowerCase());
}

function requireJob(job: StateResource, source: string): void {
  if (uuidsOf(job).length > 0 || markerOfUnconfirmed(job.id) !== undefined) return;
  throw new UsageError(
    `${source} does not say which job ${sanitizeOneLine(job.urn)} is, so no job can be called an orphan; ` +
      "run `pulumi refresh`, and export it again",
  );
}

function adoptsIn({ adopt }: StateResource["inputs"]): string | undefined {
  if (adopt === undefined || adopt === null) return undefined;
  return isUuid(adopt) ? adopt.toLowerCase() : "anyJob";
}

function ownerIn(inputs: StateResource["inputs"]): readonly string[] {
  const [stack] = contextOf(inputs).owner?.split(".") ?? [];
  return stack === undefined ? [] : [stack];
}

function namespacesIn({ type, inputs }: StateResource): readonly (string | undefined)[] {
  const property = PROVIDERS.get(type);
  if (property === undefined) return [];
  const namespace = inputs[property] ?? "";
  return [typeof namespace === "string" ? namespace : undefined];
}

/** All URNs of a state name the same stack. */
function stackInUrns(resources: readonly StateResource[]): StackInUrns | undefined {
  for (const { urn } of resources) {
    const [, stack, project] = /^urn:pulumi:([^:]+)::([^:]+)::/.exec(urn) ?? [];
    if (stack !== undefined && project !== undefined) return { project, stack };
  }
  return undefined;
}
