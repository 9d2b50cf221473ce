// A recorded state: what a stack was after its `up`, with all that it takes to go on from there on
// another machine in another year.
import type { KeyPair, Snapshot } from "../../../emulator";

/** What `pulumi stack export` prints. */
export interface ExportedState {
  readonly version: number;
  readonly deployment: {
    readonly resources?: readonly { readonly type: string; readonly id?: string }[];
  };
}

/** One recorded state. {@link Places} replace addresses of the recording machine. */
export interface StateFixture {
  /** The project, by path; its stack is called `test`. */
  readonly files: Readonly<Record<string, string>>;
  /** The account that the jobs belong to. */
  readonly keys: KeyPair;
  /** What a preview plans: nothing, or to go on with a wait or a search. Never a replacement. */
  readonly preview: "nothing" | "update";
  /** The service as it was. */
  readonly snapshot: Snapshot;
  readonly state: ExportedState;
}

/** What differs from machine to machine. */
export interface Places {
  /** The emulator's base URL. */
  readonly emulator: string;
  /** The folder of this repository. */
  readonly repository: string;
}

const names: readonly (keyof Places)[] = ["emulator", "repository"];
const placeholder = (name: keyof Places): string => `<${name}>`;

/** Where a program's lines were on the recording machine; nothing but a person reads them. */
const POSITIONS: ReadonlySet<string> = new Set(["sourcePosition", "stackTrace"]);

/** The fixture without a word of the machine that recorded it. */
export function withoutPlaces(fixture: StateFixture, places: Places): StateFixture {
  const bare = JSON.parse(
    JSON.stringify(fixture, (key, value: unknown) => (POSITIONS.has(key) ? undefined : value)),
  ) as StateFixture;
  return rewrite(bare, (text) =>
    names.reduce((left, name) => left.replaceAll(places[name], placeholder(name)), text),
  );
}

/** The fixture as this machine would have recorded it. */
export function withPlaces(fixture: StateFixture, places: Places): StateFixture {
  return rewrite(fixture, (text) =>
    names.reduce((left, name) => left.replaceAll(placeholder(name), places[name]), text),
  );
}

/** Changes every text. */
function rewrite(fixture: StateFixture, change: (text: string) => string): StateFixture {
  const replace = (_key: string, value: unknown): unknown =>
    typeof value === "string" ? change(value) : value;
  return JSON.parse(JSON.stringify(fixture, replace)) as StateFixture;
}
