import * as pulumi from "@pulumi/pulumi";
import * as dispersed from "pulumi-dispersed";

export = async () => {
  const config = new pulumi.Config();
  const port = config.requireNumber("port");

  const box = new dispersed.Job("box", {
    task: "PERSISTENT",
    container: {
      image: "otoy/dispersed-base",
      sshKey: config.require("sshPublicKey"),
      // The list replaces the service's own set: without 22 there is no SSH.
      ports: [22, port],
      allowedIps: config.requireObject<string[]>("allowedIps"),
    },
    gpuCount: config.requireNumber("gpuCount"),
    maxHourlyUsd: 2, // the highest price that you accept, per hour
  });

  return {
    status: box.status,
    ssh: box.ssh.apply((login) => login?.command),
    url: box.endpoints.apply((endpoints) => endpoints[port]?.url),
    nodeUrls: box.nodeUrls,
    hourlyRateUsd: box.hourlyRateUsd,
  };
};
