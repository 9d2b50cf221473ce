import { createHash } from "node:crypto";
import { createUuid } from "../state/uuid";

/** The uuids that belong to one account. */
export interface AccountUuids {
  readonly account: string;
  readonly profile: string;
  readonly renderUser: string;
}

/** When every account was opened. */
export const openedAtMs = Date.UTC(2025, 0, 1);

/** The uuids of an account: always the same, so nothing has to remember them. */
export function uuidsOf(account: string): AccountUuids {
  const make = (kind: string): string =>
    createUuid(openedAtMs, (byteCount) =>
      createHash("sha256")
        .update(`${kind} of ${account}`)
        .digest("hex")
        .slice(0, byteCount * 2),
    );
  return { account: make("account"), profile: make("profile"), renderUser: make("render user") };
}
