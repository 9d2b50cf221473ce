// Versions as command line programs print them: "v3.259.0", "go version go1.26.8 linux/amd64".

export type Version = readonly [major: number, minor: number, patch: number];

/** The first version number in `text`. */
export function parseVersion(text: string): Version | undefined {
  const found = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  if (found === null) return undefined;
  return [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)];
}

export function isAtLeast(version: Version, oldest: Version): boolean {
  const index = version.findIndex((part, position) => part !== oldest[position]);
  return index === -1 || (version[index] ?? 0) > (oldest[index] ?? 0);
}
