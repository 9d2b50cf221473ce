import { createHash } from "node:crypto";
import type { ListKnobs } from "../knobs/listKnobs";

/** The orders that can be asked of a list, the first where none is asked for. */
export const sortOrders = ["-created_at", "created_at"] as const;

/** One of them. */
export type SortOrder = (typeof sortOrders)[number];

interface Dated {
  readonly created_at: string;
}

/**
 * The items, given in the order of their insertion, in the order the knobs make of the one that is
 * asked for. Items without a date keep the order they are given in, unless they are shuffled.
 */
export function inOrder<T extends object>(
  items: readonly T[],
  sort: SortOrder,
  { listOrder, shuffleSeed }: Pick<ListKnobs, "listOrder" | "shuffleSeed">,
): readonly T[] {
  switch (listOrder) {
    case "asked":
      return byDate(items, sort);
    case "oldest-first":
      return byDate(items, "created_at");
    case "newest-first":
      return byDate(items, "-created_at");
    case "insertion":
      return items;
    case "shuffled":
      return shuffled(items, shuffleSeed);
  }
}

function byDate<T extends object>(items: readonly T[], sort: SortOrder): readonly T[] {
  if (!items.every(isDated)) {
    return items;
  }
  const oldestFirst = items.toSorted((a, b) => a.created_at.localeCompare(b.created_at));
  return sort === "created_at" ? oldestFirst : oldestFirst.toReversed();
}

function isDated<T extends object>(item: T): item is T & Dated {
  return "created_at" in item;
}

/** The same for the same items and seed, so that the pages of a list hold together. */
function shuffled<T extends object>(items: readonly T[], seed: string): readonly T[] {
  return items
    .map((item, index) => ({ item, rank: rankOf("uuid" in item ? item.uuid : index, seed) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ item }) => item);
}

function rankOf(name: unknown, seed: string): string {
  return createHash("sha256")
    .update(`${seed}|${String(name)}`)
    .digest("hex");
}
