// The `container` input: what a job runs.
import * as z from "zod";

import type { ContainerSpec, RegistrySpec, VolumeSpec } from "../../api/endpoints/jobSpec";
import { containerDefaults, registryDefault } from "./documentedDefaults";
import { ipOrCidr, port, sshPublicKey, text, words } from "../schema/primitives";
import { property, withoutOwnDefaults } from "../schema/property";
import { namesInKey, passwordIn } from "../schema/embeddedSecrets";

/** An input for each field of what is sent, and no other: one that is not sent does not compile. */
type Inputs<Spec> = Readonly<Record<keyof Spec, z.ZodType>>;

const registry = z
  .strictObject({
    host: property(words.optional(), {
      description: "Host of the private registry, such as `registry.gitlab.com`.",
    }),
    user: property(text.optional(), { description: "User name at the registry." }),
    secret: property(text.optional(), {
      description: "Password or token at the registry. Encrypted in state.",
      secret: true,
    }),
  } satisfies Inputs<RegistrySpec>)
  .meta({ typeName: "ContainerRegistry", description: "Credentials of a private registry." });

const volume = z
  .strictObject({
    image: property(words.optional(), {
      description: "Image that fills the volume.",
      secretParts: passwordIn,
    }),
    tag: property(words.optional(), { description: "Tag of that image." }),
    registry: property(words.optional(), { description: "Registry host of that image." }),
    user: property(text.optional(), { description: "User name at that registry." }),
    secret: property(text.optional(), {
      description: "Password or token at that registry. Encrypted in state.",
      secret: true,
    }),
    mount: property(words.optional(), { description: "Path of the volume in the container." }),
  } satisfies Inputs<VolumeSpec>)
  .meta({ typeName: "ContainerVolume", description: "A volume filled from an image." });

const environmentName = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_.-]*$/,
    "must begin with a letter or _, and have only letters, digits and _ . -",
  );

const image = property(words, {
  description: "Image for linux/amd64, without its tag. May include the host of a public registry.",
  secretParts: passwordIn,
});

const settings = {
  tag: property(words.optional(), { description: "Tag of the image." }),
  env: property(z.record(environmentName, text, "must be a map of strings").optional(), {
    description: "Environment variables. Encrypted in state.",
    secret: true,
    defaultsTo: containerDefaults.env,
  }),
  ports: property(z.array(port, "must be a list of port numbers").optional(), {
    description:
      "Ports to publish, in any order. The list replaces the service's default ports, so " +
      "include 22 for SSH. An empty list publishes nothing.",
    unordered: true,
  }),
  sshKey: property(sshPublicKey.optional(), {
    description: "SSH public key that may log in.",
    spelling: "trimmed",
    secretParts: namesInKey,
  }),
  allowedIps: property(z.array(ipOrCidr, "must be a list of addresses").optional(), {
    description:
      "IP addresses or CIDR blocks that may connect, in any order. `0.0.0.0/0` allows every " +
      "address.",
    unordered: true,
  }),
  registry: property(registry.optional(), {
    description: "Credentials of the private registry that holds the image.",
    defaultsTo: registryDefault,
  }),
  volumes: property(z.array(volume, "must be a list of volumes").optional(), {
    description: "Volumes to fill from images.",
    defaultsTo: containerDefaults.volumes,
  }),
  imageSource: property(text.optional(), {
    description: "Sent to the service unchanged. The service does not document its meaning.",
  }),
} satisfies Inputs<Omit<ContainerSpec, "image">>;

/** The container of a job. */
export const container = z
  .strictObject({ image, ...settings }, "must be an object with at least an image")
  .meta({ typeName: "Container", description: "What a job runs, and how it is reached." });

/** What a recipe's container settings are replaced with. */
export const containerOverrides = z
  .strictObject(
    {
      image: property(words.optional(), {
        description: "Image to use instead of the recipe's.",
        secretParts: passwordIn,
      }),
      ...withoutOwnDefaults(settings),
      // An empty map or list may override the recipe's own; an empty object overrides nothing.
      registry: settings.registry,
    },
    "must be an object",
  )
  .meta({
    typeName: "ContainerOverrides",
    description: "Settings that override those of the recipe's container.",
  });
