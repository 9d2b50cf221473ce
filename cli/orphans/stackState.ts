// What a stack export knows of jobs. A job that is overlooked here may be cancelled as an orphan,
// so whatever cannot be read is an error, never left out.
import { readFileSync } from "node:fs";

import * as z from "zod";

import { messageOf } from "../../provider/api/errors";
import { parseJson } from "../../provider/api/json";
import { isUuid } from "../../provider/api/uuid";
import { contextOf } from "../../provider/resources/context";
import { markerOf, markerOfUnconfirmed } from "../../provider/resources/jobRecord";
import { markerText } from "../../provider/resources/marker";
import { stackHash, stackHashOfName } from "../../provider/resources/stackName";
import { UsageError } from "../exitCode";

/** What states track. */
export interface StackState {
  readonly uuids: ReadonlySet<string>;
  /** Purchases of which the state does not know yet whether they made a job. */
  readonly unconfirmed: ReadonlySet<string>;
  /** Hashes of the stacks whose states these are, as markers have them. */
  readonly stacks: ReadonlySet<string>;
}

const values = z.record(z.string(), z.unknown());
const resourceShape = z.object({
  type: z.string(),
  urn: z.string(),
  id: z.string().default(""),
  inputs: values.default({}),
  outputs: values.default({}),
});
const exportShape = z.object({
  version: z.number(),
  deployment: z.object({ resources: z.array(resourceShape).nullish() }),
});

type StateResource = z.output<typeof resourceShape>;

const OUR_TYPE = /^(pulumi-nodejs:dynamic\/dispersed:|dispersed:index:)/;

/**
 * Reads files that `pulumi stack export` wrote.
 *
 * @param namespace `dispersed:namespace` of these stacks.
 * @throws UsageError for a file that is anything else.
 */
export function readStackStates(files: readonly string[], namespace: string): StackState {
  const uuids = new Set<string>();
  const unconfirmed = new Set<string>();
  const stacks = new Set<string>();
  for (const file of files) {
    const resources = readResources(file);
    const ours = resources.filter(({ type }) => OUR_TYPE.test(type));
    for (const resource of ours) {
      const job = jobOf(resource, file);
      if (job.uuid !== undefined) uuids.add(job.uuid);
      if (job.unconfirmed !== undefined) unconfirmed.add(job.unconfirmed);
    }
    for (const stack of stacksOf(resources, ours, namespace)) stacks.add(stack);
  }
  return { uuids, unconfirmed, stacks };
}

function readResources(file: string): readonly StateResource[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`the state cannot be read: ${messageOf(error)}`);
  }
  const parsed = exportShape.safeParse(parseJson(text.replace(/^\ufeff/, "")));
  if (parsed.success) return parsed.data.deployment.resources ?? [];
  throw new UsageError(
    `${file} is not a stack export; make one with \`pulumi stack export --file ${file}\``,
  );
}

function jobOf(
  { id, outputs, urn }: StateResource,
  file: string,
): { readonly uuid?: string; readonly unconfirmed?: string } {
  const uuid = outputs["uuid"] ?? id;
  if (isUuid(uuid)) return { uuid: uuid.toLowerCase() };
  const marker = markerOfUnconfirmed(id);
  if (marker !== undefined) return { unconfirmed: markerText(marker) };
  throw new UsageError(`${file} names no job for ${urn}; nothing was looked for`);
}

/** The stacks of a state, as its own resources spell them. */
function stacksOf(
  resources: readonly StateResource[],
  ours: readonly StateResource[],
  namespace: string,
): readonly string[] {
  const named = ours.flatMap(({ inputs, outputs }) => {
    // A marker has the namespace that the job was bought under.
    const marker = markerOf(outputs);
    if (marker !== undefined) return [marker.stack];
    const { owner = contextOf(outputs).owner } = contextOf(inputs);
    return owner === undefined ? [] : [stackHash(namespace, owner.split(".")[0] ?? "")];
  });
  if (named.length > 0) return named;
  // A first run that was killed leaves a state without jobs. A URN has no organization; this one
  // is everybody's without Pulumi Cloud.
  return resources.flatMap(({ urn }) => {
    const [, stack, project] = /^urn:pulumi:([^:]+)::([^:]+)::/.exec(urn) ?? [];
    if (stack === undefined || project === undefined) return [];
    return [stackHashOfName(namespace, `organization/${project}/${stack}`)];
  });
}

/** Whether a state tracks a job. */
export function isInState(
  state: StackState,
  job: { readonly uuid: string; readonly marker: Parameters<typeof markerText>[0] },
): boolean {
  return state.uuids.has(job.uuid) || state.unconfirmed.has(markerText(job.marker));
}
