// Which backend holds the state of this run. Two backends may hold stacks of equal names, so the
// journal keeps their purchases apart. The engine does not say which, so it is determined the way
// the engine does it.
import { realpathSync } from "node:fs";
import { homedir, userInfo } from "node:os";
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
import { folderOfEngine, systemFacts } from "./engineFolder";

/** What determines the backend. */
export interface PlaceFacts extends ProjectPlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * Whether the provider knows the organisation of a stack. If not, it cannot distinguish stacks of
   * two organisations of Pulumi Cloud.
   */
  readonly knowsOrganization: boolean;
  /** The folder that the engine runs in, which a relative URL is about; `undefined` where it is not known. */
  readonly engineFolder: string | undefined;
  /** What the engine takes `~` for. */
  readonly userHome: string;
  /** A path without symbolic links. */
  readonly realPath: (file: string) => string;
}

const PULUMI_CLOUD = "https://api.pulumi.com";

/** Names the place of this run. */
export function resolvePlace(facts: PlaceFacts): JournalPlace {
  const { env, folder, knowsOrganization } = facts;
  const url = backendUrl(facts);
  const spelled = url === undefined ? undefined : oneSpelling(url, facts);
  const project = projectHashesOf(projectFile(facts));
  const fromEnvironment = env["PULUMI_BACKEND_URL"] ?? "";
  const legacy = {
    id: shortHash([folder, fromEnvironment]),
    // Version 0.1 knew no backend that `pulumi login` or the project's file had chosen.
    isKnown: fromEnvironment !== "" && spelled !== undefined,
  };
  if (url === undefined) return { id: "unknown", isKnown: false, legacy, project };
  // A relative one may be any folder: of two runs here, each may mean another.
  const names = spelled === undefined ? ["relative", folder, url] : ["backend", spelled];
  return {
    id: shortHash(names),
    isKnown: spelled !== undefined && (isFile(url) || knowsOrganization),
    legacy,
    project,
  };
}

/** What a process knows of its place. */
export interface ProcessPlace {
  /** Its project's folder, or one in it, where the engine is run for it; the working folder by default. */
  readonly folder?: string | undefined;
  /** Whether it knows the organisation of a stack, as most do. */
  readonly knowsOrganization?: boolean | undefined;
  /** Whether an engine started it, and not it the engine. */
  readonly isOfEngine?: boolean | undefined;
}

/** The place of this process. */
export function placeOfProcess(
  env: PlaceFacts["env"],
  { folder: given, knowsOrganization = true, isOfEngine = false }: ProcessPlace = {},
): JournalPlace {
  // As a process in that folder knows it.
  const folder = given === undefined ? process.cwd() : realpathSync(given);
  return resolvePlace({
    env,
    folder,
    knowsOrganization,
    engineFolder: isOfEngine ? folderOfEngine(process.ppid, systemFacts) : folder,
    userHome: userHomeOf(),
    read: readIfThere,
    realPath: realPathOf,
  });
}

/** The engine asks the system for the user's folder, whatever HOME says. */
function userHomeOf(): string {
  try {
    return userInfo().homedir;
  } catch {
    return homedir();
  }
}

/** Of what does not exist, the folders that do are real. */
function realPathOf(file: string): string {
  try {
    return realpathSync.native(file);
  } catch {
    const parent = path.dirname(file);
    return parent === file ? file : path.join(realPathOf(parent), path.basename(file));
  }
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

/** A backend's URL without what only its spelling adds; `undefined` where that cannot be known. */
function oneSpelling(url: string, facts: PlaceFacts): string | undefined {
  if (isFile(url)) {
    const folder = folderOfUrl(url, facts);
    return folder === undefined ? undefined : FILE + facts.realPath(folder);
  }
  return spelledUrl(url).replace(/(?<=[^/:])\/+$/, "");
}

const FILE = "file://";

function isFile(url: string): boolean {
  return url.startsWith(FILE);
}

/** The folder of a file URL, as the engine resolves it. */
function folderOfUrl(
  url: string,
  { engineFolder, userHome }: Pick<PlaceFacts, "engineFolder" | "userHome">,
): string | undefined {
  const rest = decoded(/^[^?#]*/.exec(url.slice(FILE.length))?.[0] ?? "");
  // The engine drops what follows the tilde, whatever it is.
  if (rest.startsWith("~")) return path.join(userHome, rest.slice(2));
  // On Windows, `file:///C:/states` is absolute without its first slash.
  const drive = path.sep === "/" ? undefined : /^\/([A-Za-z]:.*)$/.exec(rest)?.[1];
  const file = drive ?? rest;
  if (path.isAbsolute(file)) return path.resolve(file);
  return engineFolder === undefined ? undefined : path.resolve(engineFolder, file);
}

/** The engine reads the URL's escapes, such as `%20`. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A URL of a service or a bucket: the login is not the place, nor is the order of its options. */
function spelledUrl(url: string): string {
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  parsed.username = "";
  parsed.password = "";
  parsed.searchParams.sort();
  return parsed.href;
}
