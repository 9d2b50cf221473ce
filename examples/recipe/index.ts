import * as pulumi from "@pulumi/pulumi";
import * as dispersed from "pulumi-dispersed";

export = async () => {
  const config = new pulumi.Config();

  const job = new dispersed.JobFromRecipe("cooked", {
    recipeUuid: config.require("recipeUuid"),
    // What is left out here is the recipe's: the image, the GPU, the ports, how long it may run.
    minRamGb: config.requireNumber("minRamGb"),
    maxHourlyUsd: 2, // the highest price that you accept, per hour
  });

  return {
    status: job.status,
    ssh: job.ssh.apply((login) => login?.command),
    // By the container's port: { "8080": "http://…" }.
    urls: job.endpoints.apply((endpoints) =>
      Object.fromEntries(Object.entries(endpoints).map(([port, { url }]) => [port, url])),
    ),
    hourlyRateUsd: job.hourlyRateUsd,
  };
};
