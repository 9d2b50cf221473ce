import {
  createManualClock,
  type Emulator,
  type EmulatorOptions,
  type ManualClock,
  startEmulator,
} from "../../../emulator";
import { persistentJob } from "./jobBodies";
import { type Caller, createCaller } from "./signedRequest";

/** One test's emulator, on a clock that the test moves. */
export interface Rig {
  readonly clock: ManualClock;
  readonly emulator: Emulator;
  readonly call: Caller;
  /** Creates a job and returns its uuid. */
  readonly create: (body?: Record<string, unknown>) => Promise<string>;
  /** The `data` of a list. */
  readonly list: (target: string) => Promise<Record<string, unknown>[]>;
  /** The titles that a list of jobs holds, in its order. */
  readonly titles: (query?: string) => Promise<unknown[]>;
}

/** Gives a test file a way to start emulators; each ends with its test. */
export function useEmulator(): (options?: EmulatorOptions) => Promise<Rig> {
  const emulators: Emulator[] = [];
  afterEach(async () => {
    await Promise.all(emulators.splice(0).map((emulator) => emulator.close()));
  });

  return async (options = {}) => {
    const clock = createManualClock();
    const emulator = await startEmulator({ clock, ...options });
    emulators.push(emulator);
    const call = createCaller(emulator, () => clock.now());
    const list = async (target: string): Promise<Record<string, unknown>[]> =>
      (await call("GET", target)).body["data"] as Record<string, unknown>[];
    return {
      clock,
      emulator,
      call,
      create: async (body = persistentJob()) =>
        String((await call("POST", "/v1/jobs", body)).body["uuid"]),
      list,
      titles: async (query = "") => (await list(`/v1/jobs?${query}`)).map(({ title }) => title),
    };
  };
}
