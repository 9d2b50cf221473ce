import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Emulator, startEmulator } from "../../../emulator";
import { filesIn, shownIn } from "../../support/canaries";
import type { Values } from "../../support/lifecycle/driver";
import { Broken } from "./account";
import { createChance } from "./chance";
import { canary } from "./faults";
import { createMachine, type Machine } from "./machine";
import { recover, type Recovery } from "./recovery";
import { beginStory, type Story } from "./story";
import type { Scenario } from "./steps";
import { createVirtualTime } from "./virtualTime";

/** What a scenario came across. */
export interface Figures extends Recovery {
  readonly steps: number;
  readonly requests: number;
  readonly "jobs bought": number;
  readonly "failed requests": number;
  readonly kills: number;
  readonly questions: number;
}

/** Where a journal is flushed at once: that it is safe from a crash of the machine is another test. */
const inMemory = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
/** From here on a clock that is off is refused by the service. */
const SKEW_MS = 4.5 * 60_000;

/**
 * Lives a scenario from its beginning to the recovery at its end.
 *
 * @throws Broken with the promise that was broken.
 */
export async function runScenario(scenario: Scenario): Promise<Figures> {
  const time = createVirtualTime(Date.UTC(2026, 0, 1));
  const emulator = await startEmulator({
    ...{ assignAfterMs: 2_000, startAfterMs: 3_000, runForMs: 20 * 60_000, cancelAfterMs: 2_000 },
    clock: time,
    seed: String(scenario.seed),
  });
  const home = mkdtempSync(join(inMemory, "pulumi-dispersed-lives-"));
  try {
    const machine = createMachine(emulator, time, createChance(scenario.seed), home);
    const story = beginStory(scenario, emulator, time, machine);
    for (const step of scenario.steps) {
      await story.take(step);
      requireNoSecret(stateOf(scenario, story), emulator);
    }
    const recovery = await recover(scenario, { emulator, time, machine }, story);
    requireNoSecret(story.spoken(), emulator);
    requireNoSecret(JSON.stringify(machine.lines), emulator);
    requireNoSecret(JSON.stringify(filesIn(home)), emulator);
    requireGoodSignatures(emulator, machine);
    return {
      steps: scenario.steps.length,
      requests: emulator.ledger().requests,
      "jobs bought": emulator.ledger().jobs.length,
      "failed requests": machine.failures(),
      kills: story.kills(),
      questions: story.questions(),
      ...recovery,
    };
  } finally {
    rmSync(home, { recursive: true, force: true });
    await emulator.close();
  }
}

/** What the state holds in clear. */
function stateOf({ size }: Scenario, { stack }: Story): string {
  const entries = Array.from({ length: size }, (_, index) => stack.entriesOf(index)).flat();
  return JSON.stringify(
    entries.map(({ inputs, outputs, initErrors }) => [open(inputs), open(outputs), initErrors]),
  );
}

/** The properties that the engine does not encrypt. */
function open({ containerAccessTokens, logsTail, container, ...others }: Values): unknown {
  const { env, ...image } = (container ?? {}) as Values;
  return [others, image, [containerAccessTokens, logsTail, env].length];
}

function requireNoSecret(text: string, { secretKey }: Emulator): void {
  const [shown] = shownIn(text, [canary, secretKey]);
  if (shown !== undefined) {
    const at = text.indexOf(shown);
    throw new Broken(`a secret is shown: ${text.slice(Math.max(0, at - 200), at + 100)}`);
  }
}

function requireGoodSignatures(emulator: Emulator, { refusals }: Machine): void {
  const nonces = emulator.requests().flatMap(({ nonce }) => nonce ?? []);
  if (new Set(nonces).size < nonces.length) throw new Broken("a nonce was used twice");
  const bad = refusals.find(
    ({ code, skewMs }) => code !== "clock_skew" || Math.abs(skewMs) < SKEW_MS,
  );
  if (bad !== undefined) throw new Broken(`a signature was refused: ${bad.code}`);
}
