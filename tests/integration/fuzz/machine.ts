// The person's machine: processes of the provider live on it one after the other, and may be killed.
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import type { Emulator } from "../../../emulator";
import { resolveConfig } from "../../../provider/api/config/config";
import type { Entropy } from "../../../provider/api/entropy";
import type { Line } from "../../support/lifecycle/driver";
import { type Census, createCensus } from "./census";
import type { Fate } from "./fate";
import { createNetwork, type Network } from "./network";
import { startProcess, type Process } from "./process";
import { createVirtualClock, type VirtualTime } from "./virtualTime";

/** Where the processes run. */
export interface Machine extends Pick<Network, "failures" | "refusals"> {
  start(fate: Fate): Process;
  /** Sets the clock, by so much from what it should be. */
  setClock(offsetMs: number): void;
  readonly clockOffsetMs: () => number;
  readonly nowMs: () => number;
  /** How far its clock is from the service's. */
  readonly skewMs: () => number;
  /** What all processes said. */
  readonly lines: readonly Line[];
  readonly census: Census;
  /** Loses what the provider has written on this machine. */
  loseJournal(): void;
}

/** Makes a machine whose journal is in a folder. */
export function createMachine(
  emulator: Emulator,
  time: VirtualTime,
  entropy: Entropy,
  home: string,
): Machine {
  const lines: Line[] = [];
  const settings = new Map([
    ["dispersed:baseUrl", emulator.url],
    ["dispersed:publicKey", emulator.publicKey],
    ["dispersed:secretKey", emulator.secretKey],
  ]);
  const config = resolveConfig({ get: (key) => settings.get(key), env: {} });
  let offsetMs = 0;
  const clockOffsetMs = (): number => offsetMs;
  const clock = createVirtualClock(time, clockOffsetMs);
  const skewMs = (): number => offsetMs - emulator.settings().clockOffsetMs;
  const census = createCensus();
  /** A process uses the clock difference that it has seen. */
  const worstSkewMs = (): number => Math.max(...[skewMs(), ...census.skewsMs()].map(Math.abs));
  const { send, failures, refusals } = createNetwork(config, time, worstSkewMs);
  const surroundings = { config, send, time, clock, entropy, home, lines, census, skewMs };
  return {
    start: (fate) => startProcess(surroundings, fate),
    setClock: (byMs) => void (offsetMs = byMs),
    clockOffsetMs,
    skewMs,
    nowMs: () => clock.nowMs(),
    census,
    loseJournal() {
      for (const name of readdirSync(home)) rmSync(join(home, name), { recursive: true });
    },
    lines,
    failures,
    refusals,
  };
}
