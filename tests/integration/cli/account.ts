// An account with jobs of many kinds, and the stack exports that know some of them.
import type { Emulator } from "../../../emulator";
import { createJob, type JobDetails } from "../../../provider/api/endpoints/jobs";
import type { JobSpec } from "../../../provider/api/endpoints/jobSpec";
import { markerText, withMarker, type Marker } from "../../../provider/resources/job/marker";
import { shortHash } from "../../../provider/resources/job/shortHash";
import { stackHashOfName } from "../../../provider/resources/job/stackName";
import { clientFor } from "../../support/clientFor";

const spec: JobSpec = { task: "PERSISTENT", title: "box", container: { image: "a", ports: [] } };

/** A job and the marker it was made with. */
export interface Planted {
  readonly job: JobDetails;
  readonly marker: Marker;
}

/** A marker of a resource of a stack, `organization/project/stack`. */
export function markerOfStack(stack: string, resource: string, namespace = ""): Marker {
  return {
    stack: stackHashOfName(namespace, stack),
    resource: shortHash([resource]),
    generation: shortHash([stack, resource, "generation"], 10),
    spec: shortHash(["spec"]),
  };
}

/** Makes a job that carries a marker. */
export async function plant(emulator: Emulator, marker: Marker, text = ""): Promise<Planted> {
  const description = withMarker(text, marker);
  return { marker, job: await createJob(clientFor(emulator), { ...spec, description }) };
}

/**
 * Makes jobs that a stack has nothing to do with. Some quote a marker of it in a text, or have one in
 * their title.
 */
export async function plantForeign(
  emulator: Emulator,
  count: number,
  stack = "organization/lab/dev",
): Promise<void> {
  const api = clientFor(emulator);
  const quoted = markerOfStack(stack, "quoted");
  const kinds: readonly Partial<JobSpec>[] = [
    {},
    { description: "my own" },
    { description: `${withMarker("see", quoted)} is what Pulumi writes` },
    { description: "[pulumi:abc" },
    { title: withMarker("box", quoted) },
  ];
  for (let index = 0; index < count; index += 1) {
    await createJob(api, { ...spec, ...kinds[index % kinds.length] });
  }
}

/** What `pulumi stack export` writes for a stack with these jobs. */
export function stackExport(
  stack: string,
  tracked: readonly Planted[],
  more: readonly object[] = [],
  namespace?: string,
): string {
  const [organization = "", project = "", name = ""] = stack.split("/");
  const urn = (type: string, of: string): string =>
    `urn:pulumi:${name}::${project}::${type}::${of}`;
  const owner = shortHash([organization, project, name]);
  const resources = tracked.map(({ job, marker }, index) => {
    const types = ["pulumi-nodejs:dynamic/dispersed:Job", "dispersed:index:JobFromRecipe"];
    const type = types[index % types.length] ?? "";
    const context = { id: `${owner}.${marker.resource}.${marker.generation}` };
    return {
      urn: urn(type, `box${index}`),
      custom: true,
      id: job.uuid,
      type,
      inputs: { __context: context },
      outputs: { uuid: job.uuid, marker: markerText(marker), __context: context },
    };
  });
  const root = {
    urn: urn("pulumi:pulumi:Stack", `${project}-${name}`),
    type: "pulumi:pulumi:Stack",
  };
  const provider = {
    urn: urn("pulumi:providers:pulumi-nodejs", "default"),
    type: "pulumi:providers:pulumi-nodejs",
    inputs: namespace === undefined ? {} : { "dispersed:namespace": namespace },
  };
  const all = [root, provider, ...resources, ...more];
  return JSON.stringify({ version: 3, deployment: { resources: all } });
}
