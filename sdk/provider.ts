import * as pulumi from "@pulumi/pulumi";

import type { ContainerRegistryArgs } from "./generated/job";
import type { ProviderSettings } from "./runtime/settings";
import { requireKnownArgs } from "./runtime/unknownSettings";

/** Default inputs for all jobs. A job's own inputs take precedence. */
export interface DefaultsArgs {
  /** Credentials of a private registry, for resources that name an image. */
  readonly registry?: pulumi.Input<ContainerRegistryArgs> | undefined;
  /** IP addresses or CIDR blocks that may connect, for resources that have a container. */
  readonly allowedIps?: pulumi.Input<readonly pulumi.Input<string>[]> | undefined;
  /** Regions a job may run in. */
  readonly allowedRegionCodes?: pulumi.Input<readonly pulumi.Input<string>[]> | undefined;
  /** Maximum price of each job, in USD per hour. */
  readonly maxHourlyUsd?: pulumi.Input<number> | undefined;
  /** Time to live of PERSISTENT jobs, such as `8h`. */
  readonly expiresAfter?: pulumi.Input<string> | undefined;
}

/** Settings of an explicit {@link Provider}. */
export interface ProviderArgs {
  /** Public key, `pk_…`. Default: the environment variable `DISPERSED_PUBLIC_KEY`. */
  readonly publicKey?: pulumi.Input<string>;
  /** Secret key, `sk_…`; encrypted in state. Default: `DISPERSED_SECRET_KEY`. */
  readonly secretKey?: pulumi.Input<string>;
  /** Base URL of the service. Default: `DISPERSED_API_BASE_URL`, else the public service. */
  readonly baseUrl?: pulumi.Input<string>;
  /**
   * Public key that may be used, or several separated by commas. With any other key the provider
   * stops before it sends a request. Default: `DISPERSED_ALLOWED_ACCOUNT`, else any.
   */
  readonly allowedAccount?: pulumi.Input<string>;
  /** Default inputs for all jobs of this provider; encrypted in state. Default: none. */
  readonly defaults?: pulumi.Input<DefaultsArgs>;
  /**
   * Maximum total price of the stack's live jobs at this provider, in USD per hour. A job that
   * could exceed it is not bought. Default: none.
   */
  readonly maxStackHourlyUsd?: pulumi.Input<number>;
  /** Distinguishes stacks that have the same name. Default: none. */
  readonly namespace?: pulumi.Input<string>;
  /** What to do with a live job of the same resource that is in no state. Default: `fail`. */
  readonly onOrphan?: pulumi.Input<"fail" | "adopt" | "ignore">;
  /** Maximum number of concurrent requests, 1 to 256. Default: 16. */
  readonly maxConcurrency?: pulumi.Input<number>;
}

/**
 * A second account or a second service beside the stack's own. Pass it as the option `provider` of
 * a resource or a function. The stack's `dispersed:…` configuration is not read for it.
 */
export class Provider extends pulumi.ProviderResource {
  /**
   * The settings by their names in the configuration, for the functions, which run in the program
   * itself. The two underscores keep it out of stack outputs.
   *
   * @internal
   */
  readonly __settings: pulumi.Output<ProviderSettings>;

  constructor(name: string, args: ProviderArgs = {}, opts?: pulumi.ResourceOptions) {
    requireKnownArgs(name, args);
    const { secretKey, defaults, maxConcurrency, maxStackHourlyUsd, ...plain } = args;
    const named = Object.entries(plain).map(([key, value]) => [`dispersed:${key}`, value]);
    const settings = {
      ...(Object.fromEntries(named) as Record<string, pulumi.Input<string> | undefined>),
      "dispersed:secretKey": secretKey === undefined ? undefined : pulumi.secret(secretKey),
      "dispersed:defaults": defaults === undefined ? undefined : pulumi.secret(asText(defaults)),
      "dispersed:maxConcurrency": asText(maxConcurrency),
      "dispersed:maxStackHourlyUsd": asText(maxStackHourlyUsd),
    };
    super("pulumi-nodejs", name, settings, opts);
    this.__settings = pulumi.output<unknown>(settings) as pulumi.Output<ProviderSettings>;
  }
}

/** A provider's settings are texts, as in the configuration. */
function asText(setting: pulumi.Input<unknown>): pulumi.Output<string> | undefined {
  if (setting === undefined) return undefined;
  return pulumi.output(setting).apply((known: unknown) => JSON.stringify(known));
}
