import * as pulumi from "@pulumi/pulumi";
import * as dispersed from "pulumi-dispersed";

export = async () => {
  const config = new pulumi.Config();
  const box = new dispersed.Job("box", {
    task: "PERSISTENT",
    container: { image: config.require("image"), ports: [22, 8888] },
    gpuCount: 1,
    minVramGb: 16,
    maxHourlyUsd: config.getNumber("maxHourlyUsd") ?? 1, // the highest price that you accept, per hour
    expiresAfter: "2h",
  });
  return {
    uuid: box.uuid,
    status: box.status,
    url: box.endpoints.apply((endpoints) => endpoints["8888"]?.url),
    hourlyRateUsd: box.hourlyRateUsd,
  };
};
