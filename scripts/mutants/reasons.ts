// Mutants that no test has to notice: each was looked at, and does what the code did.
import type { Reason } from "./figures";

const about = (
  file: string,
  reason: string,
  ...mutants: readonly Omit<Reason, "file" | "reason">[]
): Reason[] => mutants.map((mutant) => ({ file: `provider/${file}.ts`, reason, ...mutant }));

const NO_DATE = "Date.parse makes NaN of both texts";
const FOR_TYPES =
  "the question is the type checker's: an undefined value fails the next one as well";
const ALWAYS_THERE = "the question is the type checker's: the value is always there";
const NEVER_ASKED = "nobody asks the map for undefined";
const NO_LOOK = "decideAbsence counts absences, and a text is none";
const NOT_RAW = "any form but raw escapes";

export const reasons: readonly Reason[] = [
  ...about("api/dialect", FOR_TYPES, { original: "offsetMs !== undefined", replacement: "true" }),
  ...about("api/dialect", NO_DATE, { original: '""', replacement: '"Stryker was here!"' }),
  ...about("api/retryAfter", NO_DATE, { original: '""', replacement: '"Stryker was here!"' }),
  ...about("api/errors", "the mark counts by being there", {
    original: "true",
    replacement: "false",
    near: "[BRAND]",
  }),
  ...about("api/pagination", FOR_TYPES, {
    original: "total !== undefined",
    replacement: "true",
  }),
  ...about("api/client", NOT_RAW, { original: '"escaped"', replacement: '""' }),
  ...about("api/sightings", "both are empty where the first of their items is read", {
    original: "[undefined, undefined]",
    replacement: "[]",
  }),
  ...about("api/sightings", ALWAYS_THERE, {
    original: "anySignal !== undefined",
    replacement: "true",
  }),
  ...about("resources/jobReader", "before the first look there is nothing to begin anew", {
    original: "-Infinity",
    replacement: "+Infinity",
  }),
  ...about(
    "resources/jobReader",
    ALWAYS_THERE,
    { original: "sighting?.seen", replacement: "sighting.seen" },
    { original: "sighting?.error", replacement: "sighting.error" },
    { original: "ahead?.sights", replacement: "ahead.sights", near: "delete" },
  ),
  ...about("resources/jobReader", "a text is waited for in no time", {
    original: "[]",
    replacement: '["Stryker was here"]',
    near: "looks",
  }),
  ...about("resources/context", "neither text names an owner or a generation", {
    original: '""',
    replacement: '"Stryker was here!"',
    near: "context.parse",
  }),
  ...about("resources/context", "the first of the parts is the whole text, and not read", {
    original: "[]",
    replacement: '["Stryker was here"]',
    near: "ID.exec",
  }),
  ...about("resources/jobKind", NOT_RAW, { original: '"escaped"', replacement: '""' }),
  ...about(
    "resources/processJobs",
    NEVER_ASKED,
    { original: "each !== undefined", replacement: "true" },
    { original: "uuid !== undefined", replacement: "true" },
    { original: "uuid === undefined", replacement: "false" },
  ),
  ...about("resources/processJobs", "a job that is left out is undefined, too", {
    original: "{ job: undefined }",
    replacement: "{}",
  }),
  ...about(
    "resources/jobBoard",
    "look() sets `next` before start() goes on: the question is the type checker's",
    { original: "next?.sinceMs", replacement: "next.sinceMs" },
    { original: "-Infinity", replacement: "+Infinity", near: "next?.sinceMs" },
  ),
  ...about("resources/jobBoard", NO_DATE, { original: '""', replacement: '"Stryker was here!"' }),
  ...about("resources/jobBoard", "nobody reads the value that a listing is ended with", {
    original: "true",
    replacement: "false",
    near: "listing.return",
  }),
  ...about("resources/purchase", FOR_TYPES, {
    original: "status !== undefined",
    replacement: "true",
  }),
  ...about("resources/reconcile", NO_LOOK, {
    original: "[]",
    replacement: '["Stryker was here"]',
    near: "looks",
  }),
  ...about("resources/unconfirmed", NO_LOOK, {
    original: "[]",
    replacement: '["Stryker was here"]',
    near: "looks",
  }),
  ...about("resources/unconfirmed", "what is neither found nor absent is unknown", {
    original: '"unknown"',
    replacement: '""',
    near: "return {",
  }),
  ...about("resources/findExistingJob", "there is nothing to do in either way", {
    original: '"ignore"',
    replacement: '""',
    near: 'case "ignore"',
  }),
  ...about("resources/cancel", "any result ends the watch, and the status says which it is", {
    original: '"ended"',
    replacement: '""',
  }),
  ...about("resources/jobCreate", "whatever is not `unconfirmed` is a job", {
    original: '"job"',
    replacement: '""',
  }),
  ...about("resources/jobRecord", "what is no text is no marker either", {
    original: 'typeof marker === "string"',
    replacement: "true",
  }),
  ...about("resources/jobRecord", "nobody asks for a job whose uuid is none", {
    original: 'typeof uuid === "string"',
    replacement: "true",
  }),
  ...about("resources/expiry", "neither text holds the T of a moment", {
    original: '""',
    replacement: '"Stryker was here!"',
  }),
  ...about(
    "resources/expiry",
    "Date.parse makes NaN of what is no text, and NaN is no end",
    { original: 'typeof expiresAt === "string"', replacement: "true" },
    { original: 'typeof expiresAt !== "string"', replacement: "false" },
  ),
  ...about("resources/expiry", "behind a time zone stands nothing in a date", {
    original: "/(?:Z|[+-]\\d\\d:?\\d\\d)$/i",
    replacement: "/(?:Z|[+-]\\d\\d:?\\d\\d)/i",
  }),
  ...about(
    "resources/placement",
    "the rules refuse a preference that names neither a GPU nor its uuid",
    { original: '""', replacement: '"Stryker was here!"', near: "gpuRegistryUuid ??" },
    {
      original: "wish.gpuRegistryUuid?.toLowerCase",
      replacement: "wish.gpuRegistryUuid.toLowerCase",
    },
  ),
  ...about("resources/placement", "both texts that are compared are spelled this way", {
    original: "gpu.toLowerCase()",
    replacement: "gpu.toUpperCase()",
  }),
  ...about("resources/placement", "no region's code is the codes of two others", {
    original: '","',
    replacement: '""',
  }),
  ...about(
    "resources/defaults",
    "it stands on generated pages, which a check compares",
    { original: '"Defaults"', replacement: '""' },
    {
      original:
        '{\n  typeName: "Defaults",\n  description: "What resources inherit that leave it out.",\n}',
      replacement: "{}",
    },
  ),
  ...about("resources/defaults", "what cannot be parsed has no value, and that is no object", {
    original: "{\n    return undefined;\n  }",
    replacement: "{}",
  }),
  ...about("resources/defaults", "no default has this name", {
    original: "[]",
    replacement: '["Stryker was here"]',
    near: "ignoreDefaults",
  }),
  ...about(
    "resources/defaults",
    "what is neither open nor closed is none",
    { original: '{ kind: "none" }', replacement: "{}" },
    { original: '"none"', replacement: '""' },
  ),
  ...about("resources/defaults", ALWAYS_THERE, {
    original: '""',
    replacement: '"Stryker was here!"',
  }),
  ...about("resources/quorum/decideQuorum", FOR_TYPES, {
    original: "metForMs !== undefined",
    replacement: "true",
  }),
  ...about("resources/quorum/standing", "a job that nobody saw has come to no stage", {
    original: '"BATCH"',
    replacement: '""',
  }),
  ...about("resources/stackBudget", "a newer look that is forgotten is one more request", {
    original: "looks.get(stack) === look",
    replacement: "true",
  }),
  ...about("resources/stackBudget", ALWAYS_THERE, {
    original: '""',
    replacement: '"Stryker was here!"',
  }),
  ...about("resources/stackBudget", "a look at no job asks nothing", {
    original: "from < uuids.length",
    replacement: "from <= uuids.length",
  }),
  ...about("resources/stackRoom", "a billionth of a dollar is nobody's", {
    original: "sumUsd <= capUsd + ROUNDING_USD",
    replacement: "sumUsd < capUsd + ROUNDING_USD",
  }),
  ...about("resources/diff", "no value is written as either text", {
    original: '"absent"',
    replacement: '""',
  }),
  ...about("resources/diff", "valueSchema gives undefined back as it is", {
    original: "schema === undefined",
    replacement: "false",
    near: "const inner",
  }),
  ...about("resources/diff", "a quoted name begins each member, with or without a comma", {
    original: '","',
    replacement: '""',
    near: "members.join",
  }),
];
