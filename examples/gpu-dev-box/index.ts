import * as pulumi from "@pulumi/pulumi";
import * as dispersed from "pulumi-dispersed";

const config = new pulumi.Config();
const port = config.requireNumber("port");

const box = new dispersed.Job("box", {
  task: "PERSISTENT",
  title: "GPU dev box",
  container: {
    image: "otoy/dispersed-base",
    tag: "latest",
    sshKey: config.require("sshPublicKey"),
    // The list replaces the service's own set: without 22 there is no SSH.
    ports: [22, port],
    allowedIps: config.requireObject<string[]>("allowedIps"),
  },
  gpuCount: config.requireNumber("gpuCount"),
  minVramGb: 8,
  minRamGb: 16,
  minStorageGb: 32,
});

export const status = box.status;
export const ssh = box.ssh.apply((login) => login?.command);
export const url = box.endpoints.apply((endpoints) => endpoints[port]?.url);
export const nodeUrls = box.nodeUrls;
export const hourlyRateUsd = box.hourlyRateUsd;
