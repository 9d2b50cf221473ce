import { posix, win32 } from "node:path";

/** Where engines are kept for the next run: the place each platform has for what can be had again. */
export function cacheFolder(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  homeFolder: string,
): string {
  if (platform === "win32") {
    const base = env["LOCALAPPDATA"] ?? win32.join(homeFolder, "AppData", "Local");
    return win32.join(base, "pulumi-dispersed", "engine");
  }
  return posix.join(unixCache(env, platform, homeFolder), "pulumi-dispersed", "engine");
}

function unixCache(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, homeFolder: string): string {
  if (platform === "darwin") return posix.join(homeFolder, "Library", "Caches");
  const chosen = env["XDG_CACHE_HOME"];
  // The XDG specification: a relative path is invalid and to be ignored.
  return chosen?.startsWith("/") ? chosen : posix.join(homeFolder, ".cache");
}
