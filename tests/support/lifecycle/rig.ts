import {
  type Emulator,
  type EmulatorOptions,
  type KeyPair,
  startEmulator,
} from "../../../emulator";
import type { Driver, DriverOptions, OpenDriver, Settings } from "./driver";

/** What the cases of one driver work with: one emulator, and drivers for it. */
export interface Rig {
  readonly emulator: Emulator;
  /** The driver with the stack's own key. */
  readonly driver: Driver;
  /** Another driver, with another configuration in part; closed at the end. */
  openAs(settings: Partial<Settings>, options?: DriverOptions): Promise<Driver>;
}

/** The keys of another account. */
export const otherAccount: KeyPair = { publicKey: "pk_other", secretKey: "sk_other_0123456789" };

/** Nothing takes time that a job does not ask for in its environment. */
const pace = { assignAfterMs: 0, startAfterMs: 0, runForMs: 600_000, cancelAfterMs: 0 };

/** Sets up a rig for the tests of the enclosing `describe`. */
export function useRig(
  open: OpenDriver,
  options: DriverOptions = {},
  service: EmulatorOptions = {},
): () => Rig {
  let rig: Rig | undefined;
  const drivers: Driver[] = [];
  beforeAll(async () => {
    const own: KeyPair = { publicKey: "pk_own", secretKey: "sk_own_0123456789abcdef" };
    const emulator = await startEmulator({ ...pace, ...service, keys: [own, otherAccount] });
    const openAs: Rig["openAs"] = async (settings, others) => {
      const whole = { baseUrl: emulator.url, ...own, ...settings };
      const driver = await open(whole, { ...options, ...others });
      drivers.push(driver);
      return driver;
    };
    rig = { emulator, driver: await openAs({}), openAs };
  });
  afterAll(async () => {
    await Promise.all(drivers.map((driver) => driver.close()));
    await rig?.emulator.close();
  });
  return () => {
    if (rig === undefined) throw new Error("A rig is there only while tests run.");
    return rig;
  };
}

/** The status of a job in the account. */
export const statusOf = ({ emulator }: Rig, uuid: string): string | undefined =>
  emulator.ledger().jobs.find((job) => job.uuid === uuid)?.status;

/** The job that was made last. */
export const lastUuid = ({ emulator }: Rig): string => emulator.ledger().jobs.at(-1)?.uuid ?? "";
