import * as pulumi from "@pulumi/pulumi";

/** Settings of an explicit {@link Provider}. */
export interface ProviderArgs {
  /** Public key, `pk_…`. Default: the environment variable `DISPERSED_PUBLIC_KEY`. */
  readonly publicKey?: pulumi.Input<string>;
  /** Secret key, `sk_…`; encrypted in state. Default: `DISPERSED_SECRET_KEY`. */
  readonly secretKey?: pulumi.Input<string>;
  /** Address of the service. Default: `DISPERSED_API_BASE_URL`, else the service's own. */
  readonly baseUrl?: pulumi.Input<string>;
  /** Tells stacks of the same names apart. Default: none. */
  readonly namespace?: pulumi.Input<string>;
  /** What to do with a live job of the same resource that no state knows. Default: `fail`. */
  readonly onOrphan?: pulumi.Input<"fail" | "adopt" | "ignore">;
  /** Most requests in flight at once, 1 to 256. Default: 16. */
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
    const { secretKey, maxConcurrency, ...plain } = args;
    const named = Object.entries(plain).map(([key, value]) => [`dispersed:${key}`, value]);
    const settings = {
      ...(Object.fromEntries(named) as Record<string, pulumi.Input<string> | undefined>),
      "dispersed:secretKey": secretKey === undefined ? undefined : pulumi.secret(secretKey),
      // A provider's settings are texts, as in the configuration.
      "dispersed:maxConcurrency":
        maxConcurrency === undefined ? undefined : pulumi.output(maxConcurrency).apply(String),
    };
    super("pulumi-nodejs", name, settings, opts);
    this.__settings = pulumi.output<unknown>(settings) as pulumi.Output<ProviderSettings>;
  }
}

/**
 * Values by names such as `dispersed:publicKey`.
 *
 * @internal
 */
export type ProviderSettings = Readonly<Record<string, string | undefined>>;
