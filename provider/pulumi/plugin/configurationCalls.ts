// Whose account at which service: checked, compared and taken.
import { status as codes } from "@grpc/grpc-js";
import {
  CheckResponse,
  ConfigureErrorMissingKeys,
  ConfigureResponse,
  DiffResponse,
  type CheckRequest,
  type ConfigureRequest,
  type DiffRequest,
} from "@pulumi/pulumi/proto/provider_pb";

import schema from "../../../schema.json";
import { resolveConfig } from "../../api/config/config";
import { isDispersedError, errorMessage } from "../../api/errors/errors";
import type { ConfigSources } from "../../api/config/resolveSetting";
import { settings } from "../../api/config/settings";
import { resolveDefaults } from "../../resources/job/defaults";
import type { Finding } from "../../resources/schema/types";
import { suggest } from "../../resources/schema/suggest";
import { UNKNOWN } from "../../resources/schema/unknown";
import { environment } from "../../host/providerProcess";
import type { PlainObject } from "../../host/propertyValues";
import { checkFailure } from "./checkFailure";
import type { PluginSession } from "./session";
import { RpcFailure } from "./rpcError";
import { versionRemark } from "./versionRemark";
import { open } from "./wireValues";

/** Properties of every provider, which the engine keeps for itself. */
const ENGINES_OWN = new Set(["version", "pluginDownloadURL", "pluginChecksums"]);

/** The calls about the provider itself. */
export interface ConfigurationCalls {
  readonly checkConfig: (request: CheckRequest) => CheckResponse;
  readonly diffConfig: (request: DiffRequest) => DiffResponse;
  readonly configure: (request: ConfigureRequest) => ConfigureResponse;
}

/** The calls about the provider itself, for an engine. */
export function configurationCalls(session: PluginSession): ConfigurationCalls {
  return {
    checkConfig(request) {
      const { values } = open(request.getNews());
      const remark = versionRemark(textOf(values["version"]), schema.version);
      if (remark !== undefined) session.log.warn(remark);
      // The engine knows which of them are secret, and marks them again by itself.
      const failures = wrongSettings(values).map(checkFailure);
      return new CheckResponse().setInputs(request.getNews()).setFailuresList(failures);
    },

    diffConfig(request) {
      const [olds, news] = [open(request.getOlds()).values, open(request.getNews()).values];
      const changed = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter(
        (name) => !ENGINES_OWN.has(name) && textOf(olds[name]) !== textOf(news[name]),
      );
      const { DIFF_NONE, DIFF_SOME } = DiffResponse.DiffChanges;
      // Never a replacement: that would cancel every job of the stack. A job of another service is
      // refused by the operation itself.
      return new DiffResponse()
        .setChanges(changed.length === 0 ? DIFF_NONE : DIFF_SOME)
        .setDiffsList(changed);
    },

    configure(request) {
      const { values } = open(request.getArgs());
      const variables = request.getVariablesMap();
      const get = (key: string): string | undefined =>
        textOf(values[key.replace(/^dispersed:/, "")]) ??
        variables.get(key.replace(/^dispersed:/, "dispersed:config:"));
      const missing = missingKeys(get);
      if (missing.length > 0) throw missingFailure(get, missing);
      session.configure(get);
      return new ConfigureResponse()
        .setAcceptsecrets(true)
        .setSupportspreview(true)
        .setAcceptoutputs(true);
    },
  };
}

function wrongSettings(values: PlainObject): readonly Finding[] {
  const known = Object.keys(settings);
  const strangers = Object.keys(values).filter(
    (name) => !known.includes(name) && !ENGINES_OWN.has(name),
  );
  if (strangers.length > 0) {
    return strangers.map((property) => {
      const meant = suggest(property, known);
      const hint =
        meant === undefined ? `; there are ${known.join(", ")}` : `; did you mean ${meant}?`;
      return { property, reason: `is not a setting of dispersed${hint}` };
    });
  }
  // A missing value may still be set; an unknown value is not checked yet.
  if (Object.values(values).includes(UNKNOWN)) return [];
  const get = (key: string): string | undefined => textOf(values[key.replace(/^dispersed:/, "")]);
  return [
    ...(missingKeys(get).length > 0 ? [] : refusalsOf(resolveConfig, get)),
    ...refusalsOf(resolveDefaults, get),
  ];
}

function refusalsOf(
  resolve: (sources: ConfigSources) => unknown,
  get: ConfigSources["get"],
): readonly Finding[] {
  try {
    resolve({ get, env: environment });
    return [];
  } catch (error) {
    return [{ property: "", reason: errorMessage(error) }];
  }
}

const required = [settings.publicKey, settings.secretKey];

function missingKeys(get: (key: string) => string | undefined): typeof required {
  const isSet = (value: string | undefined): boolean => value !== undefined && value !== "";
  return required.filter(
    ({ name, env }) =>
      !isSet(get(`dispersed:${name}`)) && !env.some((key) => isSet(environment[key])),
  );
}

function missingFailure(
  get: (key: string) => string | undefined,
  missing: typeof required,
): RpcFailure {
  const keys = missing.map(({ name, env }) =>
    new ConfigureErrorMissingKeys.MissingKey()
      .setName(`dispersed:${name}`)
      .setDescription(
        `a key of the Dispersed account${name === "secretKey" ? " (add --secret)" : ""}; the ` +
          `environment variable ${env[0]} does as well. Nothing was sent.`,
      ),
  );
  const message = new ConfigureErrorMissingKeys().setMissingkeysList(keys);
  const detail = { name: "pulumirpc.ConfigureErrorMissingKeys", message };
  return new RpcFailure(configurationWords(get), codes.INVALID_ARGUMENT, detail);
}

/** What is wrong, for an engine that does not show the structure. */
function configurationWords(get: (key: string) => string | undefined): string {
  try {
    resolveConfig({ get, env: environment });
  } catch (error) {
    if (isDispersedError(error)) return error.message;
  }
  return "Dispersed credentials are missing.";
}

/** A setting as text: a program's SDK may write it as JSON of another kind. */
function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  return value === UNKNOWN ? "unknown" : JSON.stringify(value);
}
