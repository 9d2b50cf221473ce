import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { systemEntropy } from "../../../provider/api/entropy";
import type { ResourceEffects } from "../../../provider/resources/contract/effects";
import { definitionOf } from "../../../provider/resources/registry";
import { openJournal } from "../journals";
import { clientFor } from "../clientFor";
import { driveDefinition } from "./definitionDriver";
import type { Driver, DriverOptions, Line, OpenDriver, Settings } from "./driver";
import { createScaledClock } from "../scaledClock";
import { processEffects } from "./processEffects";

/** Drives the definition itself, with short pauses. */
export const openDirectDriver: OpenDriver = (settings, options = {}) => {
  const { type = "Job" } = options;
  const definition = definitionOf(type);
  if (definition === undefined) throw new Error(`There is no resource ${type}.`);
  const lines: Line[] = [];
  const home = mkdtempSync(join(tmpdir(), "pulumi-dispersed-direct-"));
  let effects = effectsFor(settings, options, home, lines);
  const driver: Driver = {
    ...driveDefinition(definition, () => effects),
    words: () => lines,
    restart(how) {
      if (how === "ended") effects.journal.settle(effects.processJobs.purchasesInState());
      effects = effectsFor(settings, options, home, lines);
      return Promise.resolve();
    },
    close() {
      rmSync(home, { recursive: true, force: true });
      return Promise.resolve();
    },
  };
  return Promise.resolve(driver);
};

/** What a new process would have: the machine's journal, and no memory of its own. */
function effectsFor(
  { baseUrl, ...keys }: Settings,
  { timeScale, attemptMs, laterMs = 0 }: DriverOptions,
  home: string,
  lines: Line[],
): ResourceEffects {
  const ofService = createScaledClock(timeScale);
  return processEffects({
    api: clientFor(
      { url: baseUrl, ...keys },
      { clock: ofService, ...(attemptMs === undefined ? {} : { attemptMs }) },
    ),
    clock: { ...ofService, nowMs: () => ofService.nowMs() + laterMs },
    entropy: systemEntropy,
    signal: new AbortController().signal,
    journal: (log) => openJournal(home, "direct", { key: systemEntropy.nonce() }, log),
    lines,
  });
}
