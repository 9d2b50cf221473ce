// The last thing that happens to an answer: what is true in it is spelled as the knobs have it. Filters
// and orders do not see this.
import type { UnknownStatus } from "./spellingKnobs";
import type { Settings } from "./settings";
import type { SettingsKeeper } from "./settingsKeeper";

type Spelling = Pick<
  Settings,
  "clockOffsetMs" | "timeForm" | "numbersAsText" | "statusCase" | "unknownStatus"
>;

const ends: readonly string[] = ["COMPLETED", "FAILED", "CANCELLED"];

/** Spells the body of an answer. */
export function spell(body: unknown, keeper: SettingsKeeper): unknown {
  const { unknownStatus, ...settings } = keeper.current();
  const forMs = unknownStatus?.forMs ?? Infinity;
  const spelling = {
    ...settings,
    unknownStatus: keeper.turnedForMs("unknownStatus") < forMs ? unknownStatus : null,
  };
  return isPlain(spelling) ? body : spellValue(body, { name: "", isUsers: false }, spelling);
}

function isPlain(spelling: Spelling): boolean {
  return (
    spelling.clockOffsetMs === 0 &&
    spelling.timeForm === "milliseconds" &&
    spelling.numbersAsText === "none" &&
    spelling.statusCase === "upper" &&
    spelling.unknownStatus === null
  );
}

/** The value of a member. A user's own data is returned unchanged, except for numbers. */
interface Place {
  readonly name: string;
  readonly isUsers: boolean;
}

function spellValue(value: unknown, place: Place, spelling: Spelling): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => spellValue(item, place, spelling));
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, member]): [string, unknown] => {
        const isUsers = place.isUsers || name === "parameters";
        return [name, spellValue(member, { name, isUsers }, spelling)];
      }),
    );
  }
  if (typeof value === "number") {
    return spellNumber(value, place, spelling);
  }
  return typeof value === "string" && !place.isUsers
    ? spellText(value, place.name, spelling)
    : value;
}

function spellNumber(
  value: number,
  { name, isUsers }: Place,
  { clockOffsetMs, numbersAsText }: Spelling,
): unknown {
  const told = name.endsWith("_at_ms") && !isUsers ? value + clockOffsetMs : value;
  const isText = numbersAsText === "all" || (numbersAsText === "prices" && name.endsWith("_usd"));
  return isText ? String(told) : told;
}

function spellText(text: string, name: string, spelling: Spelling): string {
  if (name === "status") {
    return spellStatus(text, spelling);
  }
  return name.endsWith("_at") ? spellTime(Date.parse(text), spelling) : text;
}

function spellStatus(status: string, { statusCase, unknownStatus }: Spelling): string {
  if (unknownStatus !== null && isReplaced(status, unknownStatus)) {
    return unknownStatus.status;
  }
  switch (statusCase) {
    case "upper":
      return status;
    case "lower":
      return status.toLowerCase();
    case "mixed":
      return status.slice(0, 1) + status.slice(1).toLowerCase();
  }
}

function isReplaced(status: string, { insteadOf }: UnknownStatus): boolean {
  return insteadOf === undefined ? !ends.includes(status) : insteadOf.includes(status);
}

function spellTime(trueMs: number, { clockOffsetMs, timeForm }: Spelling): string {
  const atMs = trueMs + clockOffsetMs;
  const iso = new Date(atMs).toISOString();
  switch (timeForm) {
    case "milliseconds":
      return iso;
    case "seconds":
      return iso.replace(/\.\d+/, "");
    case "day":
      return iso.slice(0, 10);
    default:
      return new Date(atMs + zoneMs(timeForm)).toISOString().replace("Z", timeForm);
  }
}

/** How far a zone, as `+05:30`, is ahead of UTC. */
function zoneMs(zone: string): number {
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4));
  return (zone.startsWith("-") ? -minutes : minutes) * 60_000;
}
