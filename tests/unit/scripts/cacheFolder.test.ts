import { cacheFolder } from "../../../scripts/engine/cache";

test.each([
  ["linux", {}, "/home/me", "/home/me/.cache/pulumi-dispersed/engine"],
  ["linux", { XDG_CACHE_HOME: "/big/disk" }, "/home/me", "/big/disk/pulumi-dispersed/engine"],
  [
    "darwin",
    { XDG_CACHE_HOME: "/ignored" },
    "/Users/me",
    "/Users/me/Library/Caches/pulumi-dispersed/engine",
  ],
  ["win32", { LOCALAPPDATA: "D:\\Local" }, "C:\\Me", "D:\\Local\\pulumi-dispersed\\engine"],
  ["win32", {}, "C:\\Me", "C:\\Me\\AppData\\Local\\pulumi-dispersed\\engine"],
] as const)("on %s with %j the cache of %s is %s", (platform, env, home, expected) => {
  expect(cacheFolder(env, platform, home)).toBe(expected);
});
