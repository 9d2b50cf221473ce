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
  /** The body of what a GET is answered. */
  readonly read: (target: string) => Promise<Record<string, unknown>>;
  /** The `data` of a list. */
  readonly list: (target: string) => Promise<Record<string, unknown>[]>;
  /** The titles that a list of jobs holds, in its order. */
  readonly titles: (query?: string) => Promise<unknown[]>;
  /** The status of a job. */
  readonly status: (uuid: string) => Promise<unknown>;
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
    const call = createCaller(emulator, () => clock.now());
    const read = async (target: string): Promise<Record<string, unknown>> =>
      (await call("GET", target)).body;
    const list = async (target: string): Promise<Record<string, unknown>[]> =>
      (await read(target))["data"] as Record<string, unknown>[];
    return {
      clock,
      emulator,
      call,
      create: async (body = persistentJob()) =>
        String((await call("POST", "/v1/jobs", body)).body["uuid"]),
      read,
      list,
      titles: async (query = "") => (await list(`/v1/jobs?${query}`)).map(({ title }) => title),
      status: async (uuid) => (await read(`/v1/jobs/${uuid}`))["status"],
    };
  };
}

/** Starts one emulator with these options before each test of a file or group. */
export function useRig(options: Omit<EmulatorOptions, "clock"> = {}): Rig {
  const start = useEmulator();
  let rig: Rig;
  beforeEach(async () => {
    rig = await start(options);
  });
  return {
    get clock() {
      return rig.clock;
    },
    get emulator() {
      return rig.emulator;
    },
    call: (...request) => rig.call(...request),
    create: (body) => rig.create(body),
    read: (target) => rig.read(target),
    list: (target) => rig.list(target),
    titles: (query) => rig.titles(query),
    status: (uuid) => rig.status(uuid),
  };
}
