// The recorded states of every version that there was.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

import type { StateFixture } from "./fixture";

const root = join(__dirname, "..", "..", "fixtures", "states");

/** A fixture and where it is. */
export interface RecordedState {
  /** The version that recorded it, as `v0.1.0`. */
  readonly version: string;
  readonly name: string;
  readonly fixture: StateFixture;
}

/** The folder of one version's states. */
export function folderOf(version: string): string {
  return join(root, `v${version}`);
}

/** All of them, by version and name. */
export function readFixtures(): readonly RecordedState[] {
  if (!existsSync(root)) return [];
  return readdirSync(root).flatMap((version) =>
    readdirSync(join(root, version)).map((file) => ({
      version,
      name: basename(file, ".json"),
      fixture: JSON.parse(readFileSync(join(root, version, file), "utf8")) as StateFixture,
    })),
  );
}
