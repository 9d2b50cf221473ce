// Mutants that no test has to notice: each was looked at, and does what the code did.
import type { Reason } from "./figures";

const about = (
  file: string,
  reason: string,
  ...mutants: readonly Omit<Reason, "file" | "reason">[]
): Reason[] => mutants.map((mutant) => ({ file, reason, ...mutant }));

const NO_DATE = "Date.parse makes NaN of both texts";
const FOR_TYPES =
  "the question is the type checker's: an undefined value fails the next one as well";
const NEVER_ASKED = "nobody asks the map for undefined";

export const reasons: readonly Reason[] = [
  ...about(
    "provider/api/signing.ts",
    "UTF-8 is what Node takes a text for where it is told nothing",
    {
      original: '"utf8"',
      replacement: '""',
    },
  ),
  ...about("provider/api/dialect.ts", FOR_TYPES, {
    original: "offsetMs !== undefined",
    replacement: "true",
  }),
  ...about("provider/api/dialect.ts", NO_DATE, {
    original: '""',
    replacement: '"Stryker was here!"',
  }),
  ...about("provider/api/outcome.ts", "the last answer to a request is never one below 200", {
    original: "status >= 200",
    replacement: "true",
  }),
  ...about(
    "provider/api/outcome.ts",
    "a wish that is undefined is no wish to anybody who reads it",
    {
      original: "wish === undefined",
      replacement: "false",
    },
  ),
  ...about("provider/api/retryAfter.ts", NO_DATE, {
    original: '""',
    replacement: '"Stryker was here!"',
  }),
  ...about("provider/api/pagination.ts", FOR_TYPES, {
    original: "total !== undefined",
    replacement: "true",
  }),
  ...about("provider/api/client.ts", "any form but raw escapes", {
    original: '"escaped"',
    replacement: '""',
  }),
  ...about(
    "provider/resources/ownJobs.ts",
    NEVER_ASKED,
    { original: "each !== undefined", replacement: "true" },
    { original: "uuid !== undefined", replacement: "true" },
  ),
  ...about("provider/resources/ownJobs.ts", "a job that is left out is undefined, too", {
    original: "{ job: undefined }",
    replacement: "{}",
  }),
  ...about(
    "provider/resources/journal.ts",
    "without entries there is no file, and removing none does nothing",
    { original: "before.length > 0", replacement: "true" },
    { original: "before.length > 0", replacement: "before.length >= 0" },
  ),
  ...about(
    "provider/resources/journal.ts",
    "tells only when another process removes the file in the same moment",
    { original: "{ force: true }", replacement: "{}" },
    { original: "true", replacement: "false", near: "force: true" },
  ),
  ...about(
    "provider/resources/jobBoard.ts",
    "look() sets `next` before start() goes on: the question is the type checker's",
    { original: "next?.sinceMs", replacement: "next.sinceMs" },
    { original: "-Infinity", replacement: "+Infinity", near: "next?.sinceMs" },
  ),
  ...about("provider/resources/jobBoard.ts", "a job of that very millisecond is a day too old", {
    original: 'Date.parse(createdAt ?? "") < untilMs',
    replacement: 'Date.parse(createdAt ?? "") <= untilMs',
  }),
  ...about("provider/resources/jobBoard.ts", NO_DATE, {
    original: '""',
    replacement: '"Stryker was here!"',
  }),
  ...about(
    "provider/resources/jobBoard.ts",
    "nobody reads the value that a listing is ended with",
    {
      original: "true",
      replacement: "false",
      near: "listing.return",
    },
  ),
  ...about("provider/resources/purchase.ts", FOR_TYPES, {
    original: "status !== undefined",
    replacement: "true",
  }),
  ...about("provider/resources/reconcile.ts", "judgeAbsence counts absences, and a text is none", {
    original: "[]",
    replacement: '["Stryker was here"]',
    near: "looks",
  }),
  ...about("provider/resources/lookBeforeBuying.ts", "there is nothing to do in either way", {
    original: '"ignore"',
    replacement: '""',
    near: 'case "ignore"',
  }),
  ...about("provider/resources/expiry.ts", "neither text holds the T of a moment", {
    original: '""',
    replacement: '"Stryker was here!"',
  }),
  ...about(
    "provider/resources/expiry.ts",
    "Date.parse makes NaN of what is no text, and NaN is no end",
    { original: 'typeof expiresAt === "string"', replacement: "true" },
    { original: 'typeof expiresAt !== "string"', replacement: "false" },
  ),
  ...about("provider/resources/expiry.ts", "behind a time zone stands nothing in a date", {
    original: "/(?:Z|[+-]\\d\\d:?\\d\\d)$/i",
    replacement: "/(?:Z|[+-]\\d\\d:?\\d\\d)/i",
  }),
];
