import { createCaller } from "../../integration/emulator/signedRequest";
import type { Rig } from "./rig";

interface Stranger {
  readonly title: string;
  readonly description: string;
  /** What its container has besides an image. */
  readonly docker: object;
}

/** Creates a job that is not ours, as another program with the same key would. */
export async function makeStranger(
  { emulator }: Rig,
  { title = "stranger", description = "", docker = {} }: Partial<Stranger>,
): Promise<void> {
  const call = createCaller(emulator, () => Date.now());
  const container = { image: "otoy/dispersed-base", ports: [], ...docker };
  const { status } = await call("POST", "/v1/jobs", {
    ...{ task: "BATCH", title, description, max_timeout_run_ms: 600_000 },
    parameters: { type: "docker", parameters: container },
  });
  if (status !== 201) throw new Error(`The stranger was answered ${status}.`);
}

/** The jobs that run. */
export const alive = ({ emulator }: Rig): string[] =>
  emulator
    .ledger()
    .jobs.filter(({ status }) => status === "RUNNING")
    .map(({ uuid }) => uuid);
