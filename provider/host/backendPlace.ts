// Which backend holds the state of this run. Two backends may hold stacks of equal names, so the
// journal keeps their purchases apart. The engine does not say which, so it is determined the way
// the engine does it.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import type { JournalPlace } from "../resources/account/journal";
import { pulumiHome } from "../resources/account/pulumiHome";
import { shortHash } from "../resources/job/shortHash";

/** What determines the backend. */
export interface PlaceFacts {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working folder of this process: the program's. */
  readonly folder: string;
  /**
   * Whether the provider knows the organisation of a stack. If not, it cannot distinguish stacks of
   * two organisations of Pulumi Cloud.
   */
  readonly knowsOrganization: boolean;
  /** The text of a file; `undefined` where there is none that can be read. */
  readonly read: (file: string) => string | undefined;
}

const PULUMI_CLOUD = "https://api.pulumi.com";
const PROJECT_FILES = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

/** Names the place of this run. */
export function resolvePlace(facts: PlaceFacts): JournalPlace {
  const { env, folder, knowsOrganization } = facts;
  const url = backendUrl(facts);
  const fromEnvironment = env["PULUMI_BACKEND_URL"] ?? "";
  const legacy = {
    id: shortHash([folder, fromEnvironment]),
    // Version 0.1 knew no backend that `pulumi login` or the project's file had chosen.
    isKnown: fromEnvironment !== "",
  };
  if (url === undefined) return { id: "unknown", isKnown: false, legacy };
  const isFile = url.startsWith("file:");
  return {
    id: shortHash(["backend", isRelative(url) ? `${folder}\0${url}` : url]),
    isKnown: isFile || knowsOrganization,
    legacy,
  };
}

/** The place of this process. */
export function placeOfProcess(env: PlaceFacts["env"], knowsOrganization: boolean): JournalPlace {
  return resolvePlace({
    env,
    folder: process.cwd(),
    knowsOrganization,
    read: (file) => {
      try {
        return existsSync(file) ? readFileSync(file, "utf8") : undefined;
      } catch {
        return "";
      }
    },
  });
}

/** `undefined` where it cannot be determined. */
function backendUrl({ env, folder, read }: PlaceFacts): string | undefined {
  const { PULUMI_BACKEND_URL = "", PULUMI_CREDENTIALS_PATH = "" } = env;
  if (PULUMI_BACKEND_URL !== "") return PULUMI_BACKEND_URL;
  const project = projectBackend(folder, read);
  if (project !== undefined) return project === "" ? undefined : project;
  const home = PULUMI_CREDENTIALS_PATH === "" ? pulumiHome(env) : PULUMI_CREDENTIALS_PATH;
  const credentials = read(path.join(home, "credentials.json"));
  if (credentials === undefined) return PULUMI_CLOUD;
  try {
    const { current } = JSON.parse(credentials) as { readonly current?: unknown };
    return typeof current === "string" && current !== "" ? current : PULUMI_CLOUD;
  } catch {
    return undefined;
  }
}

/** The backend that the nearest project file names; empty where that file cannot be understood. */
function projectBackend(folder: string, read: PlaceFacts["read"]): string | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    for (const name of PROJECT_FILES) {
      const text = read(path.join(at, name));
      if (text === undefined) continue;
      // Most projects name no backend, and reading YAML takes a library.
      return text.includes("backend") ? backendIn(text) : undefined;
    }
    if (path.dirname(at) === at) return undefined;
  }
}

function backendIn(text: string): string | undefined {
  try {
    const { backend } = (yaml().parse(text) ?? {}) as {
      readonly backend?: { readonly url?: unknown };
    };
    if (backend === undefined) return undefined;
    return typeof backend.url === "string" ? backend.url : undefined;
  } catch {
    return "";
  }
}

/** Loaded where it is needed: JSON is YAML too. */
function yaml(): { parse(text: string): unknown } {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- it must be there at once, and most processes never need it
  return require("yaml") as { parse(text: string): unknown };
}

/** Whether a file URL is relative, so that it depends on the working folder. */
function isRelative(url: string): boolean {
  return /^file:\/\/(?![/~])/.test(url);
}
