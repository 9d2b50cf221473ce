import * as pulumi from "@pulumi/pulumi";
import * as dispersed from "pulumi-dispersed";

export = async () => {
  const config = new pulumi.Config();
  const port = config.requireNumber("port");

  const box = new dispersed.DevBox("box", {
    ports: [port],
    allowedIps: config.requireObject<string[]>("allowedIps"),
    expiresAfter: config.require("expiresAfter"),
    maxHourlyUsd: 2, // the highest price that you accept, per hour
  });

  return {
    status: box.status,
    ssh: box.ssh,
    sshConfig: box.sshConfig,
    // A secret: `pulumi stack output --show-secrets privateKey` shows it.
    privateKey: box.connection.privateKey,
    url: box.urls.apply((urls) => urls[port]),
    hourlyRateUsd: box.hourlyRateUsd,
    expiresAt: box.expiresAt,
  };
};
