// Versions as command line programs print them: "v3.259.0", "go version go1.26.8 linux/amd64".

/** The first version number in `text`, as `3.259.0`. */
export function versionIn(text: string): string | undefined {
  const [, major, minor, patch = "0"] = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  return major === undefined ? undefined : [major, minor, patch].join(".");
}

/** Whether the version in `text` is `oldest` or later. */
export function isAtLeast(text: string, oldest: string): boolean {
  return (versionIn(text) ?? "0").localeCompare(oldest, "en", { numeric: true }) >= 0;
}
