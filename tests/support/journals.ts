// Journals in folders of a test's own, for processes that the test makes up.
import type { Log } from "../../provider/api/log";
import { createFileJournal } from "../../provider/resources/account/fileJournal";
import type { Journal } from "../../provider/resources/account/journal";
import type { ProjectHashes } from "../../provider/resources/account/projectFile";
import type { ProcessIdentity, ProcessTable } from "../../provider/resources/account/liveness";

/** What a process of a test is. */
export interface TestProcess {
  readonly key: string;
  /** Names of the processes that run: an entry of any other is a dead process's. */
  readonly running?: () => ReadonlySet<string>;
  readonly isEngineGone?: () => boolean;
  /** Whether its place is known. */
  readonly isPlaceKnown?: boolean;
  readonly project?: ProjectHashes;
}

const quiet = { warn: (): void => undefined };

/** Opens the journal of one process at a place. */
export function openJournal(
  folder: string,
  place: string,
  { key, running = () => new Set([key]), isEngineGone, isPlaceKnown = true, project }: TestProcess,
  log: Pick<Log, "warn"> = quiet,
): Journal {
  return createFileJournal(
    folder,
    { id: place, isKnown: isPlaceKnown, project },
    {
      log,
      self: identityOf(key),
      processes: processTable(running),
      isEngineGone: isEngineGone ?? (() => false),
      every: () => () => undefined,
    },
  );
}

const pids = new Map<string, number>();

/** A process that a test made up. */
export function identityOf(key: string): ProcessIdentity {
  const pid = pids.get(key) ?? pids.size + 1;
  pids.set(key, pid);
  return { key, boot: "boot", namespace: "namespace", pid, startedAt: key };
}

/** A table of the processes that run. */
export function processTable(running: () => ReadonlySet<string>): ProcessTable {
  const keyOf = (pid: number): string | undefined =>
    [...running()].find((key) => identityOf(key).pid === pid);
  return {
    boot: "boot",
    namespace: "namespace",
    startOf: keyOf,
    exists: (pid) => keyOf(pid) !== undefined,
  };
}
