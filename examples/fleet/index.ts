import * as pulumi from "@pulumi/pulumi";
import * as dispersed from "pulumi-dispersed";

export = async () => {
  const config = new pulumi.Config();

  const fleet = new dispersed.JobFleet("worker", {
    count: config.requireNumber("count"),
    need: config.requireNumber("need"),
    grace: config.require("grace"),
    job: (index) => ({
      task: "PERSISTENT",
      container: {
        image: config.require("image"),
        ports: [8080],
        env: { WORKER: String(index) },
        allowedIps: config.requireObject<string[]>("allowedIps"),
      },
      gpuName: "NVIDIA RTX 4090",
      gpuCount: 1,
      expiresAfter: config.require("expiresAfter"),
    }),
  });

  return {
    ready: fleet.ready,
    late: fleet.late,
    failed: fleet.failed,
    // By name: { "worker-0": "http://…" }.
    urls: fleet.endpoints.apply((endpoints) =>
      Object.fromEntries(
        Object.entries(endpoints).map(([name, ports]) => [name, ports["8080"]?.url]),
      ),
    ),
    hourlyRateUsd: fleet.hourlyRateUsd,
  };
};
