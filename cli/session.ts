// A command's connection: the same settings, error texts and limits as the provider's. Keys come from
// the environment, or else from the stack that is selected in the project.
import { DispersedError } from "../provider/api/errors/errors";
import { settings, type Setting } from "../provider/api/config/settings";
import { environment, openProcess, type Connection } from "../provider/host/providerProcess";
import { readConfiguration } from "./engine/configuration";
import { findProject } from "./engine/findProject";
import { EngineError } from "./engine/runPulumi";
import type { Terminal } from "./terminal";

/** What a command may set besides the environment. */
export interface SessionOptions {
  /** `dispersed:namespace` of the stacks. */
  readonly namespace?: string | undefined;
  /**
   * In or below the project whose configuration may have the keys, and whose backend the journal is
   * asked about; the current folder by default.
   */
  readonly folder?: string | undefined;
  /** The stack whose configuration that is; the selected one by default. */
  readonly stack?: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the settings come from that the environment does not have. */
interface Configuration {
  readonly values: ReadonlyMap<string, string>;
  /** What messages call it. */
  readonly place?: string;
}

/** What the service is reached with. The other settings are about programs. */
const CONNECTION_SETTINGS: readonly Setting[] = [
  settings.publicKey,
  settings.secretKey,
  settings.baseUrl,
  settings.allowedAccount,
  settings.maxConcurrency,
];

/**
 * Connects to the service.
 *
 * @throws DispersedError of kind `config` that names what is missing; nothing was sent.
 */
export async function connect(
  terminal: Terminal,
  options: SessionOptions = {},
): Promise<Connection> {
  const { namespace, folder } = options;
  const { values, place } = await readSettings(environment, options);
  const silent = (): void => undefined;
  const warn = (line: string): void => terminal.say(line);
  const log = { debug: silent, info: silent, status: silent, warn };
  const get = (key: string): string | undefined =>
    key === "dispersed:namespace" ? namespace : values.get(key);
  return openProcess(log, { folder }).connect(get, place);
}

/** The environment goes first: both keys of a pair come from one place. */
async function readSettings(
  env: Environment,
  { folder = ".", stack }: SessionOptions,
): Promise<Configuration> {
  const keys = [settings.publicKey, settings.secretKey];
  const missing = keys.filter((key) => key.env.every((name) => (env[name] ?? "") === ""));
  const [first] = missing;
  if (first === undefined) return { values: new Map() };
  if (missing.length === 1) {
    throw missingKeys(
      `set the environment variable ${first.env[0]} as well, or unset the other one to use the keys ` +
        "of the project's selected stack",
    );
  }
  const project = findProject(folder);
  if (project === undefined) throw missingKeys(SET_BOTH);
  const values = await readProject(project, stack);
  const what = stack === undefined ? "the selected stack" : `the stack ${stack}`;
  for (const { name, secret = false } of keys as readonly Setting[]) {
    const key = `dispersed:${name}`;
    if ((values.get(key) ?? "") !== "") continue;
    throw missingKeys(
      `the configuration of ${what} in ${project} has no ${key}; set it with \`pulumi config set` +
        `${secret ? " --secret" : ""} ${key}\`, or ${SET_BOTH}`,
    );
  }
  const used = CONNECTION_SETTINGS.map(({ name }) => `dispersed:${name}`);
  return {
    values: new Map([...values].filter(([key]) => used.includes(key))),
    place: `the configuration of ${what} in ${project}`,
  };
}

const SET_BOTH =
  `set the environment variables ${settings.publicKey.env[0]} and ` + settings.secretKey.env[0];

async function readProject(
  project: string,
  stack: string | undefined,
): Promise<ReadonlyMap<string, string>> {
  try {
    return await readConfiguration(project, stack);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    // What cannot be had here is no advice.
    if (error.failure === "missing") throw missingKeys(SET_BOTH);
    throw missingKeys(`${SET_BOTH}. The project's configuration was no help: ${error.message}`);
  }
}

function missingKeys(advice: string): DispersedError {
  return new DispersedError(
    "config",
    `Dispersed credentials are missing: ${advice}. Nothing was sent.`,
  );
}
