import { parseArgs } from "node:util";
import type { EmulatorOptions } from "./emulatorOptions";
import type { SettingsChanges } from "./knobs/settings";
import { checkSettings } from "./knobs/settingsKeeper";
import { settingsForm } from "./knobs/settingsForm";

/** What a person asked for on the command line. */
export type CommandLine =
  | {
      readonly kind: "run";
      readonly options: EmulatorOptions;
      /** Path of a fault script. */
      readonly faultsPath: string | undefined;
      readonly json: boolean;
    }
  | { readonly kind: "help" }
  | { readonly kind: "mistake"; readonly message: string };

/**
 * The text of `--help`.
 *
 * @param command what starts the emulator, up to its flags.
 */
export const helpText = (
  command: string,
): string => `Plays the Dispersed API on this machine. Nothing leaves it and nothing costs money.

Usage: ${command} [flags]

  --port <number>             port on 127.0.0.1; 0 takes a free one (default 0)
  --public-key <key>          API key to accept (default: a random pair)
  --secret-key <key>          its secret; the two go together
  --assign-after-ms <number>  from creation until a node takes a job (default 300)
  --start-after-ms <number>   from there until its container runs (default 500)
  --pull-for-ms <number>      what pulling the image adds to that (default 0)
  --run-for-ms <number>       how long a BATCH container runs (default 2000)
  --cancel-after-ms <number>  from a cancel request until the job is cancelled (default 300)
  --seed <text>               same seed, same keys and uuids (default: random ones)
  --set <knob>=<value>        turns a knob of docs/emulator.md, as --set listOrder=shuffled or
                              --set 'toldTotal={"plus":-1}'; may be given again
  --faults <file>             JSON list of faults to strike requests, see docs/emulator.md
  --json                      print {"url","publicKey","secretKey"} on one line, nothing else
  --help                      show this text

Example: an emulator on a fixed port, and what it saw

  ${command} --port 8099 --public-key pk_x --secret-key sk_x
  curl http://127.0.0.1:8099/_emulator/ledger

A job scripts its own end through its container's environment: EMULATOR_RUN_FOR_MS,
EMULATOR_EXIT_CODE, EMULATOR_LOGS, EMULATOR_ASSIGN=never, EMULATOR_START=never.
`;

/** Reads the arguments that follow the command's name. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  try {
    return read(args);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: "mistake", message: message.replaceAll(/\s+/g, " ") };
  }
}

function read(args: readonly string[]): CommandLine {
  const { values, positionals } = parseArgs({
    args: [...args],
    // The message repeats the argument, which may be a secret.
    allowPositionals: true,
    options: {
      port: { type: "string" },
      "public-key": { type: "string" },
      "secret-key": { type: "string" },
      "assign-after-ms": { type: "string" },
      "start-after-ms": { type: "string" },
      "pull-for-ms": { type: "string" },
      "run-for-ms": { type: "string" },
      seed: { type: "string" },
      set: { type: "string", multiple: true, default: [] },
      faults: { type: "string" },
      "cancel-after-ms": { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (positionals.length > 0) throw new Error("The emulator takes flags alone, no words.");
  if (values.help) {
    return { kind: "help" };
  }
  const knobs = knobsOf(values.set);
  const options: EmulatorOptions = {
    ...knobs,
    port: wholeNumber("--port", values.port, 65535),
    keys: keysOf(values["public-key"], values["secret-key"]),
    assignAfterMs: wholeNumber("--assign-after-ms", values["assign-after-ms"]),
    startAfterMs: wholeNumber("--start-after-ms", values["start-after-ms"]),
    pullForMs: wholeNumber("--pull-for-ms", values["pull-for-ms"]),
    seed: values.seed,
    runForMs: wholeNumber("--run-for-ms", values["run-for-ms"]),
    cancelAfterMs:
      wholeNumber("--cancel-after-ms", values["cancel-after-ms"]) ?? knobs.cancelAfterMs,
  };
  return { kind: "run", options, faultsPath: values.faults, json: values.json };
}

/** The value after each `=` is JSON, or otherwise a text. */
function knobsOf(assignments: readonly string[]): SettingsChanges {
  const knobs = Object.fromEntries(
    assignments.map((assignment) => {
      const [, name, value] = /^([^=]+)=(.*)$/s.exec(assignment) ?? [];
      if (name === undefined || value === undefined) {
        throw new Error("--set must be followed by a knob, = and its value.");
      }
      if (!(name in settingsForm.shape)) {
        throw new Error("--set names a knob that does not exist; docs/emulator.md lists them.");
      }
      return [name, jsonOrText(value)];
    }),
  );
  try {
    checkSettings(knobs);
  } catch (error) {
    throw new Error(`--set ${error instanceof Error ? error.message : String(error)}.`);
  }
  return knobs;
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function wholeNumber(
  flag: string,
  text: string | undefined,
  most: number = Number.MAX_SAFE_INTEGER,
): number | undefined {
  if (text === undefined) {
    return undefined;
  }
  if (!/^\d+$/.test(text) || Number(text) > most) {
    throw new Error(`${flag} must be a whole number from 0 to ${most}.`);
  }
  return Number(text);
}

function keysOf(publicKey?: string, secretKey?: string): EmulatorOptions["keys"] {
  if (publicKey === undefined && secretKey === undefined) {
    return undefined;
  }
  if (!publicKey || !secretKey) {
    throw new Error("--public-key and --secret-key go together.");
  }
  return [{ publicKey, secretKey }];
}
