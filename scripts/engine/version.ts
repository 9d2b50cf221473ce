// Versions as command line programs print them: "v3.259.0", "go version go1.26.8 linux/amd64".

/** The first version number in `text`, as `3.259.0`. */
export function versionIn(text: string): string | undefined {
  const [, major, minor, patch = "0"] = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  return major === undefined ? undefined : [major, minor, patch].join(".");
}

/** Whether the version in `text` is `oldest` or later. */
export function isAtLeast(text: string, oldest: string): boolean {
  const version = (versionIn(text) ?? "0.0.0").split(".").map(Number);
  const other = oldest.split(".").map(Number);
  const index = version.findIndex((part, position) => part !== other[position]);
  return index === -1 || (version[index] ?? 0) > (other[index] ?? 0);
}
