// Where keys and settings come from, and the errors for wrong ones. Sends nothing, shows no value.
import { BlockList, isIP } from "node:net";

import { setCommand, settingName } from "./hostWords";
import { requireAllowedAccount } from "./allowedAccount";
import { DispersedError } from "../errors/errors";
import { resolveSetting, refuse, type ConfigSources, type Sourced } from "./resolveSetting";
import { defaultBaseUrl, DEFAULT_MAX_CONCURRENCY, settings, type Setting } from "./settings";

/** What to do with a live job that carries this resource's name but is in no state. */
export type OnOrphan = "fail" | "adopt" | "ignore";

/** The resolved configuration of the provider. */
export interface ApiConfig {
  readonly publicKey: Sourced;
  readonly secretKey: Sourced;
  /** Scheme, host and port. */
  readonly origin: string;
  /** Distinguishes stacks of the same name; empty by default. */
  readonly namespace: string;
  readonly onOrphan: OnOrphan;
  /** Maximum number of concurrent requests. */
  readonly maxConcurrency: number;
  /** Maximum total price of the stack's live jobs, in US dollars an hour. */
  readonly maxStackHourlyUsd: number | undefined;
}

/**
 * Resolves the configuration: the stack's value first, then the environment's, then the default.
 *
 * @throws DispersedError of kind `config` that names the setting and its environment variable.
 */
export function resolveConfig(sources: ConfigSources): ApiConfig {
  const publicKey = requireKey(sources, settings.publicKey, "sk_");
  const secretKey = requireKey(sources, settings.secretKey, "pk_");
  const baseUrl = resolveSetting(sources, settings.baseUrl);
  const onOrphan = resolveSetting(sources, settings.onOrphan);
  const maxConcurrency = resolveSetting(sources, settings.maxConcurrency);
  const maxStackHourlyUsd = resolveSetting(sources, settings.maxStackHourlyUsd);
  const allowedAccount = resolveSetting(sources, settings.allowedAccount);
  if (allowedAccount !== undefined) requireAllowedAccount(publicKey, allowedAccount);
  requireBoolean(resolveSetting(sources, settings.estimate));
  return {
    publicKey,
    secretKey,
    origin: originOf(baseUrl ?? { value: defaultBaseUrl, source: "the default" }),
    namespace: resolveSetting(sources, settings.namespace)?.value ?? "",
    onOrphan: onOrphan === undefined ? "fail" : orphanPolicy(onOrphan),
    maxConcurrency:
      maxConcurrency === undefined ? DEFAULT_MAX_CONCURRENCY : concurrency(maxConcurrency),
    maxStackHourlyUsd: maxStackHourlyUsd === undefined ? undefined : dollars(maxStackHourlyUsd),
  };
}

function requireKey(sources: ConfigSources, setting: Setting, swappedPrefix: string): Sourced {
  const found = resolveSetting(sources, setting);
  if (found === undefined) {
    throw new DispersedError(
      "config",
      `Dispersed credentials are missing: set ${settingName(setting)} with ` +
        `${setCommand(setting)}, or the environment variable ${setting.env[0] ?? ""}. Nothing was sent.`,
    );
  }
  if (!/^[\x21-\x7e]+$/.test(found.value) || /["'`]/.test(found.value)) {
    throw refuse(found, "holds a space, a quote or a line break; copy the key again");
  }
  if (found.value.startsWith(swappedPrefix)) {
    throw refuse(found, `begins with ${swappedPrefix}: public and secret key look swapped`);
  }
  return found;
}

function originOf(baseUrl: Sourced): string {
  let url: URL;
  try {
    url = new URL(baseUrl.value);
  } catch {
    throw refuse(baseUrl, `is not a URL; the default is ${defaultBaseUrl}`);
  }
  if (url.username !== "" || url.password !== "") {
    throw refuse(baseUrl, "holds a user name or password; keys have settings of their own");
  }
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "") {
    throw refuse(baseUrl, `must be only a scheme, a host and a port, such as ${defaultBaseUrl}`);
  }
  if (
    url.protocol !== "https:" &&
    !(url.protocol === "http:" && (url.hostname === "localhost" || isIn(loopback, url.hostname)))
  ) {
    throw refuse(baseUrl, "must begin with https:// (http:// is for an emulator on loopback)");
  }
  if (isIn(linkLocal, url.hostname)) {
    throw refuse(baseUrl, "is a link-local address, where no API of this service can be");
  }
  return url.origin;
}

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/**
 * Addresses of cloud metadata services, which hold a machine's credentials; this API is never
 * there.
 */
const linkLocal = new BlockList();
linkLocal.addSubnet("169.254.0.0", 16, "ipv4");
linkLocal.addSubnet("fe80::", 10, "ipv6");

/** Whether a URL's host is an address of the list, also as IPv6 spells IPv4. */
function isIn(list: BlockList, hostname: string): boolean {
  const address = hostname.replace(/^\[|\]$/g, "");
  const version = isIP(address);
  return version !== 0 && list.check(address, version === 4 ? "ipv4" : "ipv6");
}

function orphanPolicy(policy: Sourced): OnOrphan {
  const { value } = policy;
  if (value === "fail" || value === "adopt" || value === "ignore") return value;
  throw refuse(policy, "must be fail, adopt or ignore");
}

function concurrency(limit: Sourced): number {
  const value = Number(limit.value);
  if (Number.isInteger(value) && value >= 1 && value <= 256) return value;
  throw refuse(limit, "must be a whole number from 1 to 256");
}

function dollars(cap: Sourced): number {
  const value = Number(cap.value);
  if (Number.isFinite(value) && value > 0) return value;
  throw refuse(cap, "must be a number of US dollars an hour that is more than 0");
}

/** The SDK in the program reads it too, and takes any other value for false. */
function requireBoolean(choice: Sourced | undefined): void {
  if (choice === undefined || ["true", "false"].includes(choice.value)) return;
  throw refuse(choice, "must be true or false");
}
