// Versions as command line programs print them: "v3.259.0", "go version go1.26.8 linux/amd64".
import { coerce, gte } from "semver";

/** The first version number in `text`, as `3.259.0`. */
export const versionIn = (text: string): string | undefined => coerce(text)?.version;

/** Whether the version in `text` is `oldest` or later. */
export const isAtLeast = (text: string, oldest: string): boolean =>
  gte(coerce(text) ?? "0.0.0", oldest);
