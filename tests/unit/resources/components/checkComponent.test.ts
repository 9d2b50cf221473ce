import { checkComponent } from "../../../../provider/resources/components/checkComponent";
import { componentOf, components } from "../../../../provider/resources/components/registry";
import { findingText } from "../../../../provider/resources/schema/findingText";
import { UNKNOWN } from "../../../../provider/resources/schema/unknown";

const container = { image: "a" };
const job = { task: "BATCH", container };

/** What is said of inputs. */
function said(type: string, inputs: object): readonly string[] {
  const definition = componentOf(`dispersed:index:${type}`);
  if (definition === undefined) throw new Error(`there is no component ${type}`);
  return checkComponent(definition, { ...inputs }).map(findingText);
}

test.each<[string, object]>([
  ["DevBox", {}],
  ["DevBox", { ports: [8080], env: { A: "b" }, waitFor: { ssh: true }, gpuName: UNKNOWN }],
  ["DevBox", { title: UNKNOWN, ports: [UNKNOWN], env: UNKNOWN }],
  ["BatchRun", { container, maxTimeoutRunMs: 60_000 }],
  ["JobFleet", { count: 0, job }],
  ["JobFleet", { count: 3, job: { ...job, container: UNKNOWN }, need: 2, grace: "2m" }],
])("%s takes %j", (type, inputs) => {
  expect(said(type, inputs)).toEqual([]);
});

test.each<[string, object, string]>([
  [
    "DevBox",
    { task: "canary" },
    "task is not an input of DevBox: leave it out, for a box is PERSISTENT; for a job that ends use BatchRun",
  ],
  [
    "DevBox",
    { container },
    "container is not an input of DevBox: write image, env and its other inputs directly on the box",
  ],
  [
    "DevBox",
    { sshKey: "canary" },
    "sshKey is not an input of DevBox: write sshPublicKey or sshPublicKeyFile",
  ],
  ["DevBox", { gpuCuont: 1 }, "gpuCuont is not a property of DevBox; did you mean gpuCount?"],
  ["DevBox", { ports: "canary" }, "ports must be a list of port numbers"],
  ["DevBox", { env: { A: 1 } }, "env.A must be a string"],
  ["DevBox", { sshPublicKeyFile: ["canary"] }, "sshPublicKeyFile must be a string"],
  ["BatchRun", { container }, "maxTimeoutRunMs is required"],
  [
    "BatchRun",
    { container, maxTimeoutRunMs: 60_000, waitFor: "canary" },
    "waitFor is not an input of BatchRun: leave it out, for a run is waited for until it ends; to go on earlier use Job",
  ],
  ["JobFleet", { job }, "count is required"],
  ["JobFleet", { count: 1.5, job }, "count must be a whole number"],
  ["JobFleet", { count: 1 }, "job is required"],
  ["JobFleet", { count: 1, job: "canary" }, "job must be an object with the inputs of each job"],
  ["JobFleet", { count: 1, job: { task: "BATCH" } }, "job.container is required"],
  [
    "JobFleet",
    { count: 1, job: { ...job, adopt: "canary" } },
    "job.adopt is not an input of JobFleet.job: leave it out, for a fleet adopts no job; to adopt one use Job",
  ],
  [
    "JobFleet",
    { count: 1, job, gpuName: "canary" },
    "gpuName is not an input of JobFleet: write inputs of each job in job; a fleet itself has count, job, need, grace, waitFor, sshUser",
  ],
])("%s refuses %j by its path, and repeats no value", (type, inputs, words) => {
  expect(said(type, inputs)).toEqual([words]);
});

test("no input of a component has the name of an output", () => {
  const shared = components.flatMap(({ type, inputs, outputs }) =>
    Object.keys(inputs.shape)
      .filter((name) => name in outputs.shape)
      .map((name) => `${type}.${name}`),
  );
  expect(shared).toEqual([]);
});
