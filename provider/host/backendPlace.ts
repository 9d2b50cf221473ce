// Which backend holds the state of this run. Two backends may hold stacks of equal names, so the
// journal keeps their purchases apart. The engine does not say which, so it is determined the way
// the engine does it.
import { realpathSync } from "node:fs";
import path from "node:path";

import type { JournalPlace } from "../resources/account/journalFiles";
import {
  projectFile,
  projectHashesOf,
  readIfThere,
  type ProjectPlace,
} from "../resources/account/projectFile";
import { pulumiHome } from "../resources/account/pulumiHome";
import { shortHash } from "../resources/job/shortHash";

/** What determines the backend. */
export interface PlaceFacts extends ProjectPlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * Whether the provider knows the organisation of a stack. If not, it cannot distinguish stacks of
   * two organisations of Pulumi Cloud.
   */
  readonly knowsOrganization: boolean;
}

const PULUMI_CLOUD = "https://api.pulumi.com";

/** Names the place of this run. */
export function resolvePlace(facts: PlaceFacts): JournalPlace {
  const { env, folder, knowsOrganization } = facts;
  const found = backendUrl(facts);
  const url = found === undefined ? undefined : oneSpelling(found);
  const project = projectHashesOf(projectFile(facts));
  const fromEnvironment = env["PULUMI_BACKEND_URL"] ?? "";
  const legacy = {
    id: shortHash([folder, fromEnvironment]),
    // Version 0.1 knew no backend that `pulumi login` or the project's file had chosen.
    isKnown: fromEnvironment !== "",
  };
  if (url === undefined) return { id: "unknown", isKnown: false, legacy, project };
  const isFile = url.startsWith("file:");
  return {
    id: shortHash(["backend", isRelative(url) ? `${folder}\0${url}` : url]),
    isKnown: isFile || knowsOrganization,
    legacy,
    project,
  };
}

/** What a process knows of its place. */
export interface ProcessPlace {
  /** Its project's folder, or one in it; the working folder by default. */
  readonly folder?: string | undefined;
  /** Whether it knows the organisation of a stack, as most do. */
  readonly knowsOrganization?: boolean | undefined;
}

/** The place of this process. */
export function placeOfProcess(
  env: PlaceFacts["env"],
  { folder, knowsOrganization = true }: ProcessPlace = {},
): JournalPlace {
  return resolvePlace({
    env,
    // As a process in that folder knows it.
    folder: folder === undefined ? process.cwd() : realpathSync(folder),
    knowsOrganization,
    read: readIfThere,
  });
}

/** `undefined` where it cannot be determined. */
function backendUrl(facts: PlaceFacts): string | undefined {
  const { env, read } = facts;
  const { PULUMI_BACKEND_URL = "", PULUMI_CREDENTIALS_PATH = "" } = env;
  if (PULUMI_BACKEND_URL !== "") return PULUMI_BACKEND_URL;
  const project = projectBackend(facts);
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
function projectBackend(facts: PlaceFacts): string | undefined {
  const { text } = projectFile(facts) ?? {};
  // Most projects name no backend, and reading YAML takes a library.
  return text?.includes("backend") === true ? backendIn(text) : undefined;
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

/** A backend's URL without what only its spelling adds: doubled and trailing slashes, and `.` or `..`. */
function oneSpelling(url: string): string {
  const [, scheme = "", rest = ""] = /^(file:\/\/)(\/.*)$/.exec(url) ?? [];
  const spelled = scheme === "" ? url : scheme + path.posix.normalize(rest);
  return spelled.replace(/(?<=[^/:])\/+$/, "");
}

/** Whether a file URL is relative, so that it depends on the working folder. */
function isRelative(url: string): boolean {
  return /^file:\/\/(?![/~])/.test(url);
}
