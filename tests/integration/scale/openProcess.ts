// The provider as one process has it: a journal in a folder of its own, and no word kept anywhere.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ApiClient } from "../../../provider/api/http/client";
import type { Clock } from "../../../provider/api/clock";
import { resolveConfig } from "../../../provider/api/config/config";
import { systemEntropy } from "../../../provider/api/entropy";
import type { Log } from "../../../provider/api/log";
import { createTransport, type Transport } from "../../../provider/api/http/transport";
import { definitionOf } from "../../../provider/resources/registry";
import { openJournal } from "../../support/journals";
import { driveDefinition } from "../../support/lifecycle/definitionDriver";
import type { Driver, Settings } from "../../support/lifecycle/driver";
import { processEffects } from "../../support/lifecycle/processEffects";

/** A provider's process, from the inside. */
export interface OpenProcess {
  readonly driver: Omit<Driver, "words" | "restart" | "close">;
  /** Files of the journal. */
  readonly journal: () => readonly string[];
  /** Ends it as the engine does. */
  readonly end: () => void;
}

const nothing = (): void => undefined;
/** What is kept would be taken for a leak. */
const silentLog: Log = { debug: nothing, info: nothing, warn: nothing, status: nothing };

/** Opens one; `around` wraps what it sends requests with. */
export function openProcess(
  { baseUrl, publicKey, secretKey }: Settings,
  clock: Clock,
  around: (send: Transport) => Transport = (send) => send,
): OpenProcess {
  const settings = new Map([
    ["dispersed:baseUrl", baseUrl],
    ["dispersed:publicKey", publicKey],
    ["dispersed:secretKey", secretKey],
  ]);
  const config = resolveConfig({ get: (key) => settings.get(key), env: {} });
  const transport = around(createTransport(config.maxConcurrency));
  const home = mkdtempSync(join(tmpdir(), "pulumi-dispersed-scale-"));
  const effects = processEffects({
    api: new ApiClient(config, { transport, clock, entropy: systemEntropy }),
    ...{ clock, entropy: systemEntropy, signal: new AbortController().signal, lines: [] },
    journal: (log) => openJournal(home, "scale", { key: "scale" }, log),
    log: silentLog,
  });
  const definition = definitionOf("Job");
  if (definition === undefined) throw new Error("There is no resource Job.");
  return {
    driver: driveDefinition(definition, () => effects),
    journal: () =>
      readdirSync(home, { withFileTypes: true }).flatMap((entry) =>
        entry.isFile() ? [entry.name] : [],
      ),
    end() {
      effects.journal.settle(effects.processJobs.purchasesInState());
      rmSync(home, { recursive: true, force: true });
    },
  };
}
