// Every setting of the package: what it is called, what it means and where its value comes from.
// The schema, the reference of the configuration and the README are written from it.

/** The address of the service. */
export const defaultBaseUrl = "https://api.dispersed.com";

/** Default maximum number of concurrent requests. */
export const DEFAULT_MAX_CONCURRENCY = 16;

/** One setting. */
export interface Setting {
  /** Its name under `dispersed:`. */
  readonly name: string;
  /** The environment variables read when the configuration is silent, in this order. */
  readonly env: readonly string[];
  readonly type: "string" | "integer" | "number" | "boolean" | "object";
  /** The words that it may be, with what each means. */
  readonly choices?: Readonly<Record<string, string>>;
  /** Meaning and unit, in whole sentences. */
  readonly description: string;
  /** The default; absent where the setting is required. */
  readonly fallback?: string;
  /** Whether its value is encrypted in state. */
  readonly secret?: boolean;
}

/** The settings. Their names are written only here. */
export const settings = {
  publicKey: {
    name: "publicKey",
    env: ["DISPERSED_PUBLIC_KEY", "ZER_PUBLIC_KEY"],
    type: "string",
    description: "Public key of the account, `pk_…`.",
  },
  secretKey: {
    name: "secretKey",
    env: ["DISPERSED_SECRET_KEY", "ZER_SECRET_KEY"],
    type: "string",
    description: "Secret key of the account, `sk_…`.",
    secret: true,
  },
  baseUrl: {
    name: "baseUrl",
    env: ["DISPERSED_API_BASE_URL", "ZER_API_BASE_URL"],
    type: "string",
    description: "Base URL of the service.",
    fallback: defaultBaseUrl,
  },
  allowedAccount: {
    name: "allowedAccount",
    env: ["DISPERSED_ALLOWED_ACCOUNT"],
    type: "string",
    description:
      "Public key that may be used, or several separated by commas. With any other key the " +
      "provider stops before it sends a request.",
    fallback: "any",
  },
  defaults: {
    name: "defaults",
    env: [],
    type: "object",
    description:
      "Default inputs for all jobs in the stack: an object with `registry`, `allowedIps`, " +
      "`allowedRegionCodes`, `maxHourlyUsd` and `expiresAfter`. A job's own inputs take " +
      "precedence.",
    fallback: "none",
    secret: true,
  },
  maxStackHourlyUsd: {
    name: "maxStackHourlyUsd",
    env: [],
    type: "number",
    description:
      "Maximum total price of the stack's live jobs, in USD per hour. A job that could exceed " +
      "it is not bought.",
    fallback: "none",
  },
  estimate: {
    name: "estimate",
    env: [],
    type: "boolean",
    description:
      "Whether a preview of a TypeScript program reads the current offers and prints what its " +
      "jobs would cost.",
    fallback: "false",
  },
  namespace: {
    name: "namespace",
    env: [],
    type: "string",
    description: "Distinguishes stacks that have the same name.",
    fallback: "none",
  },
  onOrphan: {
    name: "onOrphan",
    env: [],
    type: "string",
    description:
      "What to do with a live job of the same resource that is in no state: `fail`, `adopt` " +
      "or `ignore`.",
    choices: {
      fail: "Buy nothing, and name the job.",
      adopt: "Take the job over as the resource's own.",
      ignore: "Leave the job alone, and buy another one beside it.",
    },
    fallback: "`fail`",
  },
  maxConcurrency: {
    name: "maxConcurrency",
    env: [],
    type: "integer",
    description: "Maximum number of concurrent requests, 1 to 256.",
    fallback: String(DEFAULT_MAX_CONCURRENCY),
  },
} as const satisfies Record<string, Setting>;
