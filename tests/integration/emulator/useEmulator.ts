import {
  createManualClock,
  type Emulator,
  type EmulatorOptions,
  type ManualClock,
  startEmulator,
} from "../../../emulator";
import { persistentJob } from "./jobBodies";
import { type Caller, createCaller } from "./signedRequest";

/** An emulator and the clock that a test moves. */
interface Started {
  readonly clock: ManualClock;
  readonly emulator: Emulator;
}

/** One test's emulator. */
export interface Rig extends Started {
  readonly call: Caller;
  /** Creates a job and returns its uuid. */
  readonly create: (body?: Record<string, unknown>) => Promise<string>;
  /** The body of what a GET is answered. */
  readonly read: (target: string) => Promise<Record<string, unknown>>;
  /** The `data` of a list. */
  readonly list: (target: string) => Promise<Record<string, unknown>[]>;
  /** The titles that a list of jobs holds, in its order. */
  readonly titles: (query?: string) => Promise<unknown[]>;
  /** The status of a job. */
  readonly status: (uuid: string) => Promise<unknown>;
  /** The HTTP status that a GET is answered. */
  readonly code: (target: string) => Promise<number>;
  /** What is read after each of these times, one after the other. */
  readonly after: <T>(waitsMs: readonly number[], read: () => T | Promise<T>) => Promise<T[]>;
}

function rigOf(started: () => Started): Rig {
  const call: Caller = (...request) =>
    createCaller(started().emulator, () => started().clock.now())(...request);
  const read = async (target: string): Promise<Record<string, unknown>> =>
    (await call("GET", target)).body;
  const list = async (target: string): Promise<Record<string, unknown>[]> =>
    (await read(target))["data"] as Record<string, unknown>[];
  return {
    get clock() {
      return started().clock;
    },
    get emulator() {
      return started().emulator;
    },
    ...{ call, read, list },
    create: async (body = persistentJob()) =>
      String((await call("POST", "/v1/jobs", body)).body["uuid"]),
    titles: async (query = "") => (await list(`/v1/jobs?${query}`)).map(({ title }) => title),
    status: async (uuid) => (await read(`/v1/jobs/${uuid}`))["status"],
    code: async (target) => (await call("GET", target)).status,
    after: async (waitsMs, look) => {
      const seen = [];
      for (const ms of waitsMs) {
        started().clock.advance(ms);
        seen.push(await look());
      }
      return seen;
    },
  };
}

/** Gives a test file a way to start emulators; each ends with its test. */
export function useEmulator(): (
  options?: Omit<EmulatorOptions, "clock">,
  clock?: ManualClock,
) => Promise<Rig> {
  const emulators: Emulator[] = [];
  afterEach(async () => {
    await Promise.all(emulators.splice(0).map((emulator) => emulator.close()));
  });
  return async (options = {}, clock = createManualClock()) => {
    const emulator = await startEmulator({ ...options, clock });
    emulators.push(emulator);
    return rigOf(() => ({ emulator, clock }));
  };
}

/** Starts one emulator with these options before each test of a file or group. */
export function useRig(options: Omit<EmulatorOptions, "clock"> = {}): Rig {
  const start = useEmulator();
  let rig: Rig;
  beforeEach(async () => {
    rig = await start(options);
  });
  return rigOf(() => rig);
}
