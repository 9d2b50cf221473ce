/** The sources that become one file each, at their own place in dist/. */
export const entryPoints = ["emulator/index.ts", "emulator/main.ts", "cli/main.ts"];

/** The source that every command of the engine loads. */
export const host = "provider/pulumi/dynamic/provider.ts";

/** What is put beside them as it is. */
export const assets = ["emulator/page"];
