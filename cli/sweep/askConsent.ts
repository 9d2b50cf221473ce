// The questions of `dispersed sweep --cancel`.
import { countOf } from "../countOf";
import { isAgreed, type Consent } from "../orphans/consent";
import type { Orphan } from "../orphans/decideOrphans";
import { heldWords } from "../orphans/heldWords";
import type { Terminal } from "../terminal";

const ASKED: Consent = { isUnasked: false };

/**
 * Asks a person which orphans are meant.
 *
 * @param areUnreadMeant whether jobs of stacks that were not read may be asked about: with `--all`.
 * @returns `undefined` when there is nothing to cancel, or the answer was no.
 */
export async function askConsent(
  { confirm }: Pick<Terminal, "confirm">,
  orphans: readonly Orphan[],
  areUnreadMeant: boolean,
): Promise<Consent | undefined> {
  const covered = orphans.filter(({ held }) => isAgreed(held, ASKED));
  const unread = areUnreadMeant ? orphans.filter(({ held }) => held === "unknownStack") : [];
  if (covered.length > 0 && !(await confirm(questionFor(covered)))) return undefined;
  if (unread.length > 0 && (await confirm(questionForUnread(unread)))) {
    return { ...ASKED, even: "unknownStack" };
  }
  return covered.length > 0 ? ASKED : undefined;
}

function questionFor(orphans: readonly Orphan[]): string {
  const creating = orphans.filter(({ held }) => held === "beingCreated").length;
  const more = creating === 0 ? "" : `, ${creating} of them ${heldWords.beingCreated.reason}`;
  return `Cancel ${countOf(orphans.length, "orphan")}${more}?`;
}

function questionForUnread({ length }: readonly Orphan[]): string {
  if (length === 1) {
    return "Cancel 1 live job of a stack whose state was not read? A resource may hold it.";
  }
  return `Cancel ${length} live jobs of stacks whose states were not read? Resources may hold them.`;
}
