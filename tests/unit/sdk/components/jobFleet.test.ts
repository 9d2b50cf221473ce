import * as pulumi from "@pulumi/pulumi";

import { JobFleet, type FleetJobArgs } from "../../../../sdk";
import { useMocks, valueOf } from "./mocks";

const registered = useMocks((name) => ({
  uuid: `${name}-uuid`,
  ...(name === "workers" ? { ready: ["workers-0"], hourlyRateUsd: 1.5 } : {}),
}));

const job: FleetJobArgs = {
  task: "PERSISTENT",
  container: { image: "worker", ports: [22, 8080] },
};
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

  test("buys its jobs without waiting for them", async () => {
    await quorumOf("hasty", {});
    expect(registered.get("hasty-0 Job")?.inputs).toEqual({ ...job, waitFor: "created" });
  });

  test("waits for no job alone, whatever a program without types says", async () => {
    await quorumOf("wild", { job: { ...job, waitFor: "ready" } as FleetJobArgs });
    expect(registered.get("wild-0 Job")?.inputs).toMatchObject({ waitFor: "created" });
  });

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

  test("waits for any port of jobs that ask for none", async () => {
    const container = { image: "worker" };
    expect(await quorumOf("portless", { count: 1, job: { ...job, container } })).toEqual({
      jobs: { "portless-0": { uuid: "portless-0-uuid" } },
    });
  });

  test.each<[string, FleetJobArgs["container"], object]>([
    ["known", pulumi.output({ image: "worker", ports: [80] }), { ports: [80] }],
    ["secret", pulumi.secret({ image: "worker", ports: [80] }), { ports: [80] }],
    ["empty", pulumi.output({ image: "worker" }), {}],
  ])("reads the ports out of a container that is an output: %s", async (name, container, ports) => {
    expect(await quorumOf(name, { count: 1, job: { ...job, container } })).toEqual({
      jobs: { [`${name}-0`]: { uuid: `${name}-0-uuid`, ...ports } },
    });
  });

  test("tells jobs and quorum who logs in", async () => {
    const quorum = await quorumOf("users", { sshUser: "me" });
    expect([quorum, registered.get("users-0 Job")?.inputs]).toMatchObject([
      { sshUser: "me" },
      { sshUser: "me" },
    ]);
  });

  test("hands its deadlines down", async () => {
    const customTimeouts = { create: "1h", delete: "5m" };
    await quorumOf("timed", {}, { customTimeouts });
    expect([
      registered.get("timed JobQuorum")?.context,
      registered.get("timed-0 Job")?.context,
    ]).toMatchObject([{ timeouts: customTimeouts }, { timeouts: customTimeouts }]);
  });

  test("may have no jobs", async () => {
    expect(await quorumOf("none", { count: 0 })).toEqual({ jobs: {} });
  });

  test.each([-1, 1.5, Number.NaN])("does not count %p jobs", (count) => {
    expect(() => new JobFleet("odd", { count, job })).toThrow(
      "odd: count must be a whole number of 0 or more",
    );
  });

  test("tells what its quorum tells", async () => {
    const { ready, hourlyRateUsd } = new JobFleet("workers", { count: 1, job });
    expect(await valueOf(pulumi.all([ready, hourlyRateUsd]))).toEqual([["workers-0"], 1.5]);
  });
});
