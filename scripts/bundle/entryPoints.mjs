/** The sources that become one file each, at their own place in dist/. */
export const entryPoints = [
  "provider/pulumi/dynamicHost.ts",
  "emulator/index.ts",
  "emulator/main.ts",
  "cli/main.ts",
];

/** What is put beside them as it is. */
export const assets = ["emulator/page"];
