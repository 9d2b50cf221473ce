// What is installed with the package, and what its checks are made of.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { packPackage } from "../support/packedPackage";
import { tool } from "./consumer";

jest.setTimeout(120_000);
const repository = path.join(__dirname, "..", "..");
const read = (file: string): string => readFileSync(path.join(repository, file), "utf8");

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly deprecated?: string;
}

const lock = JSON.parse(read("package-lock.json")) as {
  readonly packages: Readonly<Record<string, Locked>>;
};
const manifest = JSON.parse(read("package.json")) as Readonly<
  Record<"dependencies" | "peerDependencies", Readonly<Record<string, string>>>
>;
const locked = Object.entries(lock.packages).filter(
  ([name, { link }]) => name !== "" && link !== true,
);

test("L05: every package of the lock file is pinned by a hash", () => {
  const unpinned = locked.filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? ""));
  expect(locked.length).toBeGreaterThan(100);
  expect(unpinned.map(([name]) => name)).toEqual([]);
});

test("L05: the set-up installs what the lock file says, and runs no package's scripts", () => {
  expect(read("scripts/setup.mjs")).toContain('"ci", "--ignore-scripts"');
});

test("L05: two libraries come with the package, beside the SDK that a user has", () => {
  const { dependencies, peerDependencies } = manifest;
  expect(Object.keys({ ...dependencies, ...peerDependencies }).sort()).toEqual([
    "@pulumi/pulumi",
    "undici",
    "zod",
  ]);
});

test("L06: undici is a release without known flaws, and no older one is allowed", () => {
  const versions = [manifest.dependencies["undici"], lock.packages["node_modules/undici"]?.version];
  // 7.29.0 is the first of its line without any that is known.
  const isRecent = (version = ""): boolean =>
    Number(/^\^?7\.(\d+)\.\d+$/.exec(version)?.[1] ?? 0) >= 29;
  expect(versions.filter((version) => !isRecent(version))).toEqual([]);
});

test("L06: nothing that is installed with the package is deprecated", () => {
  const shipped = locked.filter(([, { dev }]) => dev !== true);
  const deprecated = shipped.filter((entry) => entry[1].deprecated !== undefined);
  expect([shipped.length > 0, deprecated]).toEqual([true, []]);
});

test("L07: the package is the same, byte by byte, when it is packed twice", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "pulumi-dispersed-packed-"));
  const hashes: string[] = [];
  for (const turn of ["first", "second"]) {
    const tarball = await packPackage(path.join(folder, turn));
    hashes.push(createHash("sha256").update(readFileSync(tarball)).digest("hex"));
  }
  rmSync(folder, { recursive: true });
  expect(hashes[1]).toBe(hashes[0]);
});

test("L09: the types are strict, also in what is shipped", () => {
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      path.join(repository, "node_modules/typescript/bin/tsc"),
      "-p",
      "tsconfig.build.json",
      "--showConfig",
    ],
    { cwd: repository, encoding: "utf8" },
  );
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    compilerOptions: {
      ...{ strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true },
    },
  });
});

test("L09: a promise that nobody awaits and a value of any type are mistakes", () => {
  const { rules } = JSON.parse(tool("eslint", "--print-config", "provider/main.ts")) as {
    rules: Readonly<Record<string, readonly unknown[]>>;
  };
  const strict = [
    "no-floating-promises",
    "no-explicit-any",
    "no-unsafe-assignment",
    "no-unsafe-call",
  ];
  const levels = strict.map((rule) => rules[`@typescript-eslint/${rule}`]?.[0]);
  expect(levels).toEqual(strict.map(() => 2));
});
