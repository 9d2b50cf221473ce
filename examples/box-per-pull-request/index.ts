import * as pulumi from "@pulumi/pulumi";
import * as dispersed from "pulumi-dispersed";

export = async () => {
  const config = new pulumi.Config();
  const port = config.requireNumber("port");
  const commit = config.require("commit");

  const box = new dispersed.DevBox("box", {
    // The stack is the pull request's, such as pr-17: so the console shows whose box it is.
    title: pulumi.getStack(),
    image: config.require("image"),
    tag: commit,
    ports: [port],
    allowedIps: config.requireObject<string[]>("allowedIps"),
    expiresAfter: config.require("expiresAfter"),
    maxHourlyUsd: 2, // the highest price that you accept, per hour
  });

  return {
    status: box.status,
    expiresAt: box.expiresAt,
    // A secret: `pulumi stack output --show-secrets privateKey` shows it.
    privateKey: box.connection.privateKey,
    comment: pulumi
      .all([box.urls, box.ssh, box.hourlyRateUsd, box.expiresAt])
      .apply(([urls, ssh, hourlyRateUsd, expiresAt]) =>
        ssh === undefined
          ? `The box of ${commit} has ended.`
          : `${commit} runs at ${urls[port]} until ${expiresAt}, for $${hourlyRateUsd} an hour. ` +
            `To log in: \`${ssh}\``,
      ),
  };
};
