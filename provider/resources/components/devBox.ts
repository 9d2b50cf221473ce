import * as z from "zod";

import { container } from "../job/container";
import { jobInputs, type JobInputs } from "../job/inputs";
import { jobOutputs } from "../job/outputs";
import { waitFor } from "../job/waitFor";
import { count, text, words } from "../schema/primitives";
import { property } from "../schema/property";
import { replacing, without, type ComponentDefinition, type Instead } from "./definition";

/** Settings of the job that a box does not pass on as they are: it is PERSISTENT, and it is one node. */
const OF_THE_JOB = ["task", "container", "maxNodeCount", "maxTimeoutRunMs"] as const;
/** Inputs of the job and the container that a box has in a form of its own. */
const OWN = ["gpuCount", "waitFor"] as const;
const OF_THE_CONTAINER = ["image", "ports", "sshKey"] as const;

const ofTheJob = without(jobInputs.shape, ...OF_THE_JOB, ...OWN);
const ofTheContainer = replacing(without(container.shape, ...OF_THE_CONTAINER));

const inputs = {
  image: property(words.optional(), {
    description:
      "Image without its tag, for linux/amd64, with an SSH server. Default: `otoy/dispersed-base`.",
    replaces: true,
  }),
  ports: property(container.shape.ports, {
    description: "Ports to publish besides 22. Default: none.",
    replaces: true,
    unordered: true,
  }),
  gpuCount: property(count(0).optional(), {
    description: "Number of GPUs on the node. 0 requests a CPU box. Default: 1.",
    replaces: true,
  }),
  waitFor: property(waitFor.optional(), {
    description:
      "How far `create` waits. Default: `{ ssh: true }`, until the SSH server says its name.",
  }),
  sshPublicKey: property(text.optional(), {
    description:
      "SSH public key that may log in, as text. Not with `sshPublicKeyFile`. Without either the box " +
      "makes a key of its own.",
    replaces: true,
  }),
  sshPublicKeyFile: property(text.optional(), {
    description:
      "File with the SSH public key that may log in, such as `~/.ssh/id_ed25519.pub`. It is read " +
      "when the program runs: where everybody runs it with a file of their own, each run replaces " +
      "the box.",
    replaces: true,
    isPlain: true,
  }),
  ...ofTheJob,
  ...ofTheContainer,
};

/** An input that is forgotten here does not compile. */
const instead: Instead<
  Exclude<keyof JobInputs | keyof typeof container.shape, keyof typeof inputs>
> = {
  container: "write image, env and its other inputs directly on the box",
  task: "leave it out, for a box is PERSISTENT; for a job that ends use BatchRun",
  maxNodeCount: "leave it out, for a box is one node; for more use Job",
  maxTimeoutRunMs:
    "leave it out, for a box runs until it is destroyed; expiresAfter limits its life",
  sshKey: "write sshPublicKey or sshPublicKeyFile",
};

const connection = z
  .object({
    host: property(z.string(), { description: "Host name or address." }),
    port: property(z.number(), { description: "Public port." }),
    user: property(z.string(), { description: "User name." }),
    privateKey: property(z.string().optional(), {
      description: "Private key, where the box made one. Encrypted in state.",
      secret: true,
    }),
  })
  .meta({
    typeName: "DevBoxConnection",
    description:
      "How `@pulumi/command` reaches a box: its remote resources take this as `connection`. The " +
      "values are absent once the box has ended.",
  });

const outputs = z.object({
  uuid: property(jobOutputs.shape.uuid, { description: "UUID of the job." }),
  status: property(jobOutputs.shape.status, {
    description: "Last known status of the job, such as `RUNNING`.",
  }),
  nodeUrls: property(jobOutputs.shape.nodeUrls, {
    description: "Published ports, as the service returns them.",
  }),
  ssh: property(z.string().optional(), {
    description:
      "The command that logs in; no value once the box has ended. Where the box made the key, it " +
      "names the file `~/.ssh/dispersed-<name>`, into which you save `connection.privateKey`.",
  }),
  sshConfig: property(z.string().optional(), {
    description:
      "A block for `~/.ssh/config` with the box's name as host; no value once the box has ended.",
  }),
  connection: property(connection.optional(), {
    description: "What the remote resources of `@pulumi/command` take as `connection`.",
  }),
  urls: property(z.record(z.string(), z.string()), {
    description: "URL of each published port but 22, by the container's port.",
  }),
  urlsWithToken: property(z.record(z.string(), z.string()), {
    description:
      "The same URLs with the container's access token as password of HTTP Basic authentication, " +
      "which OTOY's own images ask for; empty while the service has made no token. Encrypted in " +
      "state.",
    secret: true,
  }),
  accessToken: property(z.string().optional(), {
    description:
      "The container's access token, for images that want it in another way. Encrypted in state.",
    secret: true,
  }),
  expiresAt: jobOutputs.shape.expiresAt,
  hourlyRateUsd: jobOutputs.shape.hourlyRateUsd,
});

/** A GPU box for SSH. */
export const devBoxComponent: ComponentDefinition = {
  type: "DevBox",
  description:
    "A GPU box for SSH: a PERSISTENT `Job`, and an `SshKey` where the program gives no public key. " +
    "It bills by the hour until it is destroyed, or ends with the first `up` after `expiresAfter`; " +
    "nothing runs in between.\n\n" +
    "The options `protect`, `provider` and the like reach the job as with every component. So does " +
    "`customTimeouts`, which the engine does not pass to the children of other components.",
  inputs: z.strictObject(inputs),
  outputs,
  instead,
  classMembers: {
    job: { type: "Job", description: "The job behind the box." },
    key: {
      type: "SshKey",
      description:
        "The key pair that the box made; `undefined` where the program gives a public key.",
    },
  },
};
