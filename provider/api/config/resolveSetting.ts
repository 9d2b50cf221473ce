import { DispersedError } from "../errors/errors";
import { settingName } from "./hostWords";
import type { Setting } from "./settings";

/** A setting and the name of the place it came from; the name may be shown, a key's value never. */
export interface Sourced {
  readonly value: string;
  /** For example `dispersed:secretKey in the configuration`. */
  readonly source: string;
}

/** Where settings are looked up. */
export interface ConfigSources {
  /** The stack's (or an explicit provider's) value of a key such as `dispersed:publicKey`. */
  get(key: string): string | undefined;
  /** What messages call the place that `get` reads; `the configuration` when left out. */
  readonly place?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The configuration's value of a setting, else the environment's. */
export function resolveSetting(
  sources: ConfigSources,
  { name, env }: Pick<Setting, "name" | "env">,
): Sourced | undefined {
  const configured = sources.get(`dispersed:${name}`);
  if (configured !== undefined && configured !== "") {
    return {
      value: configured,
      source: `${settingName({ name })} in ${sources.place ?? "the configuration"}`,
    };
  }
  for (const variable of env) {
    const value = sources.env[variable];
    if (value !== undefined && value !== "") {
      return { value, source: `the environment variable ${variable}` };
    }
  }
  return undefined;
}

/** An error about a setting. It names the source of the value. */
export function refuse({ source }: Pick<Sourced, "source">, reason: string): DispersedError {
  return new DispersedError("config", `${source} ${reason}. Nothing was sent.`);
}
