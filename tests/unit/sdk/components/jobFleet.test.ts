import * as pulumi from "@pulumi/pulumi";

import { JobFleet, type FleetJobArgs } from "../../../../sdk";
import { useMocks, valueOf } from "./mocks";

const registered = useMocks((name) => ({
  uuid: `${name}-uuid`,
  ...(name === "workers" ? { ready: ["workers-0"], hourlyRateUsd: 1.5 } : {}),
}));

const container = { image: "worker", ports: [22, 8080] };
const job: FleetJobArgs = { task: "PERSISTENT", container };
const namesOf = (fleet: string): string[] =>
  [...registered.keys()].filter((key) => key.startsWith(`${fleet}-`));
/** Registers a fleet, and gives the inputs of its quorum. */
async function quorumOf(
  name: string,
  args: Partial<ConstructorParameters<typeof JobFleet>[1]>,
  opts?: pulumi.ComponentResourceOptions,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  await valueOf(new JobFleet(name, { count: 2, job, ...args }, opts).quorum.urn);
  return registered.get(`${name} JobQuorum`)?.inputs;
}

describe("a JobFleet", () => {
  test("is as many jobs as it counts, by the index in their names", async () => {
    await quorumOf("three", { count: 3 });
    expect(namesOf("three")).toEqual(["three-0 Job", "three-1 Job", "three-2 Job"]);
  });

  test("buys its jobs without waiting for each", async () => {
    await quorumOf("hasty", {});
    expect(registered.get("hasty-0 Job")?.inputs).toEqual({ ...job, waitFor: "created" });
  });

  test.each<[string, unknown, string]>([
    ["waitFor", "ready", "write it on the fleet, beside job"],
    ["sshUser", "me", "write it on the fleet, beside job"],
    ["adopt", "canary", "leave it out, for a fleet adopts no job"],
    ["maxHourlyUsd", 1, "leave it out, for a fleet buys its jobs before they have a price"],
    ["gpuPreferences", [], "write gpuName, for a fleet tries one GPU"],
  ])("refuses %s of each job, also in a program without types", (input, value, advice) => {
    const wild = { ...job, [input]: value };
    // The last job is wrong, and those before it would be bought.
    const lastIsWild = (index: number): FleetJobArgs => (index < 2 ? job : wild);
    for (const each of [wild, lastIsWild]) {
      expect(() => new JobFleet("wild", { count: 3, job: each })).toThrow(
        `wild: ${input} is not an input of a JobFleet's job: ${advice}`,
      );
    }
    expect(namesOf("wild")).toEqual([]);
  });

  test.each(["maxHourlyUsd", "gpuName", "needs"])(
    "refuses %s of its own, which no job would get",
    (input) => {
      const wild = { count: 1, job, [input]: 1 };
      expect(() => new JobFleet("wild", wild)).toThrow(
        `wild: ${input} is not an input of JobFleet: write inputs of each job in job; a fleet itself has count, job, need, grace, waitFor, sshUser`,
      );
    },
  );

  test("lets each job be another", async () => {
    const each = (index: number): FleetJobArgs => ({ ...job, title: `shard ${index}` });
    await quorumOf("shards", { job: each });
    expect(registered.get("shards-1 Job")?.inputs).toMatchObject({ title: "shard 1" });
  });

  test("waits for its jobs by their uuids, and for the ports they ask for", async () => {
    expect(await quorumOf("waiting", { need: 1, grace: "2m", waitFor: "ready" })).toEqual({
      jobs: {
        "waiting-0": { uuid: "waiting-0-uuid", ports: [22, 8080] },
        "waiting-1": { uuid: "waiting-1-uuid", ports: [22, 8080] },
      },
      need: 1,
      grace: "2m",
      waitFor: "ready",
    });
  });

  test.each<[string, FleetJobArgs["container"], object]>([
    ["secret", pulumi.secret({ image: "worker", ports: [80] }), { ports: [80] }],
    ["empty", pulumi.output({ image: "worker" }), {}],
  ])("reads the ports out of a container that is an output: %s", async (name, container, ports) => {
    expect(await quorumOf(name, { count: 1, job: { ...job, container } })).toEqual({
      jobs: { [`${name}-0`]: { uuid: `${name}-0-uuid`, ...ports } },
    });
  });

  test("passes its user and its deadlines on to jobs and quorum", async () => {
    const customTimeouts = { create: "1h", delete: "5m" };
    await quorumOf("shared", { sshUser: "me" }, { customTimeouts });
    for (const name of ["shared JobQuorum", "shared-0 Job"]) {
      expect(registered.get(name)?.inputs).toMatchObject({ sshUser: "me" });
      expect(registered.get(name)?.context).toMatchObject({ timeouts: customTimeouts });
    }
  });

  test.each([-1, 1.5, Number.NaN])("does not count %p jobs", (count) => {
    expect(() => new JobFleet("odd", { count, job })).toThrow(
      "odd: count must be a whole number of 0 or more",
    );
  });

  test("has the outputs of its quorum", async () => {
    const { ready, hourlyRateUsd } = new JobFleet("workers", { count: 1, job });
    expect(await valueOf(pulumi.all([ready, hourlyRateUsd]))).toEqual([["workers-0"], 1.5]);
  });
});
