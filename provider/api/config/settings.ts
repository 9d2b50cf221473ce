// Every setting of the package: what it is called, what it means and where it is looked up. The
// schema, the reference of the configuration and the README are written from it.

/** The service's address (reference 1). */
export const defaultBaseUrl = "https://api.dispersed.com";

/** Most requests in flight at once unless configured. */
export const defaultMaxConcurrency = 16;

/** One setting. */
export interface Setting {
  /** Its name under `dispersed:`. */
  readonly name: string;
  /** The environment variables read when the configuration is silent, in this order. */
  readonly env: readonly string[];
  readonly type: "string" | "integer" | "number" | "boolean" | "object";
  /** Meaning and unit, in whole sentences. */
  readonly description: string;
  /** What holds when it is set nowhere; left out where it has to be set. */
  readonly fallback?: string;
  /** Whether its value is encrypted in state. */
  readonly secret?: boolean;
}

/** The settings, and the only place where their names stand. */
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
    description: "Address of the service.",
    fallback: defaultBaseUrl,
  },
  allowedAccount: {
    name: "allowedAccount",
    env: ["DISPERSED_ALLOWED_ACCOUNT"],
    type: "string",
    description:
      "The public key that may be used, or several separated by commas. With another one " +
      "everything stops before anything is sent.",
    fallback: "any",
  },
  defaults: {
    name: "defaults",
    env: [],
    type: "object",
    description:
      "What resources inherit that leave it out: an object with `registry`, `allowedIps`, " +
      "`allowedRegionCodes`, `maxHourlyUsd` and `expiresAfter`.",
    fallback: "none",
    secret: true,
  },
  maxStackHourlyUsd: {
    name: "maxStackHourlyUsd",
    env: [],
    type: "number",
    description:
      "Most that the live jobs of the stack may cost together, in US dollars an hour. A job that " +
      "could exceed it is not bought.",
    fallback: "none",
  },
  estimate: {
    name: "estimate",
    env: [],
    type: "boolean",
    description:
      "Whether a preview of a TypeScript program asks for offers, and tells what its jobs would " +
      "cost.",
    fallback: "false",
  },
  namespace: {
    name: "namespace",
    env: [],
    type: "string",
    description: "Tells stacks of the same names apart.",
    fallback: "none",
  },
  onOrphan: {
    name: "onOrphan",
    env: [],
    type: "string",
    description:
      "What to do with a live job of the same resource that no state knows: `fail`, `adopt` or " +
      "`ignore`.",
    fallback: "`fail`",
  },
  maxConcurrency: {
    name: "maxConcurrency",
    env: [],
    type: "integer",
    description: "Most requests in flight at once, 1 to 256.",
    fallback: String(defaultMaxConcurrency),
  },
} as const satisfies Record<string, Setting>;
