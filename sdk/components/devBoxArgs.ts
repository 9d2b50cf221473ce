// What a program says of a box, and the job that it asks for.
import * as pulumi from "@pulumi/pulumi";

import type { DevBoxArgs } from "../generated/devBoxArgs";
import type { ContainerArgs, JobArgs } from "../generated/job";
import { readPublicKeyFile, requirePublicKey } from "./publicKeyFile";

/** The image of a box whose program names none: OTOY's own, with an SSH server. */
const DEFAULT_IMAGE = "otoy/dispersed-base";
const SSH_PORT = 22;

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
