import { type Emulator, type EmulatorOptions, startEmulator } from "../../../emulator";
import { createPlace, type Finished, type Place, runDispersed } from "./runDispersed";

/** What a test of the command has: an account at an emulator, and a folder to work in. */
export interface Cli {
  readonly emulator: Emulator;
  readonly place: Place;
  /** Runs the command with the account's keys in the environment. */
  readonly run: (...args: readonly string[]) => Promise<Finished>;
  /** Runs it with this environment. */
  readonly runIn: (env: NodeJS.ProcessEnv, ...args: readonly string[]) => Promise<Finished>;
}

/** Jobs run as soon as they are created, and end as soon as they are cancelled. */
const AT_ONCE: EmulatorOptions = { assignAfterMs: 0, startAfterMs: 0, cancelAfterMs: 0 };

/** Sets both up before each test of a file, or once for all of them. */
export function useCli(options: EmulatorOptions & { readonly once?: true } = {}): Cli {
  const { once, ...emulatorOptions } = options;
  let emulator: Emulator;
  let place: Place;
  jest.setTimeout(120_000);
  (once ? beforeAll : beforeEach)(async () => {
    emulator = await startEmulator({ ...AT_ONCE, ...emulatorOptions });
    place = createPlace();
  });
  (once ? afterAll : afterEach)(async () => {
    place.close();
    await emulator.close();
  });
  return {
    get emulator() {
      return emulator;
    },
    get place() {
      return place;
    },
    run: (...args) => runDispersed(place, place.env(emulator), ...args),
    runIn: (env, ...args) => runDispersed(place, env, ...args),
  };
}
