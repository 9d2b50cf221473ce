// What a program says of a box, and the job that it asks for.
import * as pulumi from "@pulumi/pulumi";

import type { ContainerArgs, JobArgs } from "../generated/job";
import { readPublicKeyFile, requirePublicKey } from "./publicKeyFile";
import type { Instead } from "./refuseInputs";

/** The image of a box whose program names none: OTOY's own, with an SSH server. */
const DEFAULT_IMAGE = "otoy/dispersed-base";
const SSH_PORT = 22;

/**
 * Settings of the {@link Job} that a box does not hand on as they are: it is PERSISTENT, it is one
 * node, and it has its own `container`, `gpuCount` and `waitFor`.
 */
type OfTheJobAlone =
  "task" | "container" | "maxNodeCount" | "maxTimeoutRunMs" | "gpuCount" | "waitFor";

/** Settings of the {@link ContainerArgs} that a box has in a form of its own. */
type OfTheContainerAlone = "image" | "ports" | "sshKey";

type OfTheBoxToo = keyof DevBoxArgs;

/** What the types leave out, and what to do in its place: one that is forgotten does not compile. */
export const insteadOfInputs: Instead<Exclude<OfTheJobAlone | OfTheContainerAlone, OfTheBoxToo>> = {
  container: "write image, env and its other inputs directly on the box",
  task: "leave it out, for a box is PERSISTENT; for a job that ends use BatchRun",
  maxNodeCount: "leave it out, for a box is one node; for more use Job",
  maxTimeoutRunMs:
    "leave it out, for a box runs until it is destroyed; expiresAfter limits its life",
  sshKey: "write sshPublicKey or sshPublicKeyFile",
};

/** Inputs of a {@link DevBox}. Everything else is as with a {@link Job}. */
export interface DevBoxArgs
  extends Omit<JobArgs, OfTheJobAlone>, Omit<ContainerArgs, OfTheContainerAlone> {
  /** Image without its tag, for linux/amd64, with an SSH server. Default: `otoy/dispersed-base`. A change replaces. */
  readonly image?: pulumi.Input<string> | undefined;
  /** Ports to publish besides 22. Default: none. A change replaces. */
  readonly ports?: ContainerArgs["ports"];
  /** Number of GPUs on the node. 0 requests a CPU box. Default: 1. A change replaces. */
  readonly gpuCount?: pulumi.Input<number> | undefined;
  /** How far `create` waits. Default: `{ ssh: true }`, until the SSH server says its name. */
  readonly waitFor?: JobArgs["waitFor"];
  /**
   * SSH public key that may log in, as text. Not with `sshPublicKeyFile`. Without either the box
   * makes a key of its own. A change replaces.
   */
  readonly sshPublicKey?: pulumi.Input<string> | undefined;
  /**
   * File with the SSH public key that may log in, such as `~/.ssh/id_ed25519.pub`. It is read when
   * the program runs: where everybody runs it with a file of their own, each run replaces the box.
   * A change of the key replaces.
   */
  readonly sshPublicKeyFile?: string | undefined;
}

/** A public key, if there is one. */
export type KeyText = pulumi.Input<string> | undefined;

/**
 * The public key that the program gives; `undefined` where the box is to make one.
 *
 * @throws RunError when there are two, when the file cannot be read, or when it is a private key.
 */
export function givenKey(text: KeyText, file: string | undefined): KeyText {
  // An output is left to the job's check: a program whose output fails hangs for a minute.
  if (file === undefined) return typeof text === "string" ? requirePublicKey(text) : text;
  if (text === undefined) return readPublicKeyFile(file);
  throw new pulumi.RunError(
    "a DevBox takes sshPublicKey or sshPublicKeyFile, not both: keep the one that you mean",
  );
}

/** All of a container but its ports: one that is forgotten here does not compile. */
type Settings = Omit<{ [K in keyof Required<ContainerArgs>]: ContainerArgs[K] }, "ports">;

type BoxArgs = Omit<DevBoxArgs, "sshPublicKey" | "sshPublicKeyFile">;

/**
 * The job of a box. Other inputs are passed on unchanged, misspelt ones too: the check of the job
 * suggests the right name.
 */
export function jobArgs(args: BoxArgs, sshKey: KeyText): JobArgs {
  const { image = DEFAULT_IMAGE, tag, env, ports, allowedIps, ...others } = args;
  const { registry, volumes, imageSource, ...rest } = others;
  const own: Settings = { image, tag, env, sshKey, allowedIps, registry, volumes, imageSource };
  return {
    ...rest,
    gpuCount: rest.gpuCount ?? 1,
    waitFor: rest.waitFor ?? { ssh: true },
    task: "PERSISTENT",
    container: { ...own, ports: withSsh(ports) },
  };
}

/** The list replaces the service's own set, so 22 has to be in it. */
function withSsh(ports: ContainerArgs["ports"] = []): pulumi.Output<readonly number[]> {
  return pulumi
    .output(ports)
    .apply((others) => [SSH_PORT, ...others.filter((port) => port !== SSH_PORT)]);
}
