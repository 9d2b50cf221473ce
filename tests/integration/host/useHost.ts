import { type Emulator, startEmulator } from "../../../emulator";
import { type FakeEngine, startFakeEngine } from "../../support/fakeEngine";
import {
  type HostOptions,
  type HostProcess,
  PROVIDER_OF_JOB,
  startHostProcess,
} from "../../support/hostProcess";
import type { Values } from "../../support/hostProcess";
import { createTemporaryProject, type TemporaryProject } from "../../support/temporaryProject";

/** An emulator and an engine, and hosts between them. */
export interface HostRig {
  readonly emulator: Emulator;
  readonly engine: FakeEngine;
  readonly project: TemporaryProject;
  /** A host with the emulator's key. */
  readonly host: HostProcess;
  /** Another host, with a configuration of its own; closed at the end. */
  readonly start: (
    options: Pick<HostOptions, "config" | "env" | "timeScale">,
  ) => Promise<HostProcess>;
}

/**
 * Sets up a rig for the tests of the enclosing block. Jobs run as soon as they are created.
 *
 * @param options for each host that does not say it itself.
 */
export function useHost(options: Pick<HostOptions, "timeScale"> = {}): () => HostRig {
  let rig: HostRig | undefined;
  const hosts: HostProcess[] = [];
  beforeAll(async () => {
    const emulator = await startEmulator({
      assignAfterMs: 0,
      startAfterMs: 0,
      cancelAfterMs: 0,
      // No job ends by itself while a slow machine starts the next process.
      runForMs: 600_000,
    });
    const engine = await startFakeEngine();
    const project = createTemporaryProject();
    const start: HostRig["start"] = async (own) => {
      const { folder } = project;
      const all = { ...options, ...own, folder, engineAddress: engine.address };
      const host = await startHostProcess(all);
      hosts.push(host);
      return host;
    };
    const host = await start({ config: configFor(emulator) });
    rig = { emulator, engine, project, host, start };
  });
  afterAll(async () => {
    await Promise.all(hosts.map((host) => host.close()));
    await rig?.emulator.close();
    rig?.engine.close();
    rig?.project.remove();
  });
  return () => {
    if (rig === undefined) throw new Error("A rig is there only while tests run.");
    return rig;
  };
}

/** The stack configuration with the emulator's key. */
export function configFor({ url, publicKey, secretKey }: Emulator): Record<string, string> {
  return {
    "dispersed:baseUrl": url,
    "dispersed:publicKey": publicKey,
    "dispersed:secretKey": secretKey,
  };
}

/** What the engine sends for a job in a program: `overrides` replace top-level properties. */
export function jobProperties(overrides: Values = {}): Values {
  return {
    task: "BATCH",
    maxTimeoutRunMs: 600_000,
    container: { image: "otoy/dispersed-base", ports: [] },
    __provider: PROVIDER_OF_JOB,
    __context: { name: "render" },
    ...overrides,
  };
}
