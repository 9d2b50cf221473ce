// What `filter[…]` can ask of a list's items. Each maker answers a question about one wanted text.
import * as z from "zod";
import { HttpError } from "../http/reply";

/** A question about a list's items. */
export interface Filter<T> {
  /** What can be wanted, for the API's description. */
  readonly wants: z.ZodType;
  /**
   * Reads a wanted text once; the result then judges every item. Throws on a text without sense. A
   * client names times by the server's clock, which is `clockOffsetMs` ahead.
   */
  read(wanted: string, clockOffsetMs: number): (item: T) => boolean;
}

/** The filters of a list by the names they have between the brackets. */
export type Filters<T> = Readonly<Record<string, Filter<T>>>;

type Read<T, V> = (item: T) => V;

/** A comma-separated list that must contain the item's value. */
export function oneOf<T>(read: Read<T, unknown>): Filter<T> {
  return {
    wants: z.string().meta({ description: "One value, or several parted by commas." }),
    read(wanted) {
      const values = wanted.split(",");
      return (item) => values.includes(String(read(item)));
    },
  };
}

/** `true` or `false`. */
export function isTrue<T>(read: Read<T, boolean>): Filter<T> {
  return {
    wants: z.boolean(),
    read(wanted) {
      if (wanted !== "true" && wanted !== "false") {
        throw nonsense("must be true or false");
      }
      return (item) => read(item) === (wanted === "true");
    },
  };
}

/** A number that the item's value must reach. */
export function atLeast<T>(read: Read<T, number>): Filter<T> {
  return {
    wants: z.number().min(0).meta({ description: "The least." }),
    read(wanted) {
      const least = toNumber(wanted);
      return (item) => read(item) >= least;
    },
  };
}

/** One number, or the two ends of a range: `8` or `8,16`. */
export function numberWithin<T>(read: Read<T, number>): Filter<T> {
  return {
    wants: z
      .string()
      .regex(/^\d+(\.\d+)?(,\d+(\.\d+)?)?$/)
      .meta({ description: "One number, or both ends of a range.", examples: ["8", "8,16"] }),
    read(wanted) {
      const [least, most, ...rest] = wanted.split(",").map(toNumber);
      if (least === undefined || rest.length > 0) {
        throw nonsense("must be one number or two");
      }
      return (item) => read(item) >= least && read(item) <= (most ?? least);
    },
  };
}

/** One date, or the two ends of a range: `2025-01-01,2025-03-01`. The end is not part of it. */
export function dateWithin<T>(read: Read<T, string>): Filter<T> {
  return {
    wants: z.string().meta({
      description: "One day, or both ends of a range; the end is not part of it.",
      examples: ["2025-01-01", "2025-01-01,2025-03-01"],
    }),
    read(wanted, clockOffsetMs) {
      const [from, to, ...rest] = wanted.split(",").map(toTime);
      if (from === undefined || rest.length > 0) {
        throw nonsense("must be one date or two");
      }
      const oneDayMs = 24 * 60 * 60 * 1000;
      return (item) => {
        const atMs = Date.parse(read(item)) + clockOffsetMs;
        return atMs >= from && atMs < (to ?? from + oneDayMs);
      };
    },
  };
}

function toNumber(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) {
    throw nonsense("must be a number");
  }
  return Number(text);
}

function toTime(text: string): number {
  const atMs = Date.parse(text);
  if (Number.isNaN(atMs)) {
    throw nonsense("must be a date");
  }
  return atMs;
}

function nonsense(complaint: string): HttpError {
  return new HttpError(400, "invalid_query", complaint);
}
