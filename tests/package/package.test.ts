// What a user gets from the registry: the tarball, consumed in every way a program may.
import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import path from "node:path";

import { createConsumer, tool, type Consumer } from "./consumer";

jest.setTimeout(300_000);

let consumer: Consumer;

beforeAll(async () => {
  consumer = await createConsumer();
});

afterAll(() => consumer.close());

const program = `
import * as pulumi from "@pulumi/pulumi";
import * as dispersed from "pulumi-dispersed";
import { startEmulator, type Emulator } from "pulumi-dispersed/emulator";
import { provider } from "pulumi-dispersed/host";

const args: dispersed.JobArgs = {
  task: "PERSISTENT",
  container: { image: pulumi.output("a"), ports: [22, pulumi.output(8080)], env: { A: "b" } },
  gpuCount: 1,
};
const start: () => Promise<Emulator> = () => startEmulator();
const status: (job: dispersed.Job) => pulumi.Output<string> = (job) => job.status;
console.log(typeof dispersed.Job, typeof start, typeof status, typeof provider("Job").create, args.task);
`;

const printedByProgram = "function function function function PERSISTENT";

describe("a program", () => {
  test.each([
    ["CommonJS, module nodenext", "cts", "cjs", { module: "nodenext" }],
    ["ESM, module nodenext", "mts", "mjs", { module: "nodenext" }],
    [
      "CommonJS, old module resolution",
      "ts",
      "js",
      { module: "commonjs", moduleResolution: "node" },
    ],
  ])("type-checks and runs as %s", (_name, from, to, options) => {
    const compilerOptions = { strict: true, target: "es2022", types: ["node"], ...options };
    consumer.write({
      [`program.${from}`]: program,
      "tsconfig.json": JSON.stringify({ compilerOptions, files: [`program.${from}`] }),
    });
    consumer.node("node_modules/typescript/bin/tsc", "-p", ".");
    expect(consumer.node(`program.${to}`).trim()).toBe(printedByProgram);
  });

  test("has types that the TypeScript which Pulumi brings along, 3.8, can read", () => {
    consumer.write({
      "old.ts": `
        import * as dispersed from "pulumi-dispersed";
        export const make = (): dispersed.Job =>
          new dispersed.Job("box", { task: "BATCH", maxTimeoutRunMs: 60000, container: { image: "a" } });`,
    });
    // Node's own types are too new for it; only complaints about ours and the program's count.
    const complaints = consumer
      .nodeOutput(
        "node_modules/old-typescript/bin/tsc",
        "--noEmit",
        "--strict",
        "--target",
        "es2019",
        "--module",
        "commonjs",
        "old.ts",
      )
      .split("\n")
      .filter((line) => /^old\.ts|pulumi-dispersed/.test(line));
    expect(complaints).toEqual([]);
  });
});

test("the host entry loads without the Pulumi SDK", () => {
  const script = `
    require("pulumi-dispersed/host");
    const loaded = Object.keys(require.cache).filter((file) => /@pulumi|grpc|protobuf/.test(file));
    console.log(JSON.stringify(loaded));`;
  expect(consumer.node("-e", script).trim()).toBe("[]");
});

test("the entry for programs loads neither the core nor zod nor undici", () => {
  const script = `
    require("pulumi-dispersed");
    const loaded = Object.keys(require.cache).filter((file) => /dist.provider|.zod.|.undici./.test(file));
    console.log(JSON.stringify(loaded));`;
  expect(consumer.node("-e", script).trim()).toBe("[]");
});

test("the address in every state leads to the provider, and has not changed", () => {
  const pinned = 'exports.handler=()=>require("pulumi-dispersed/host").provider("Job")';
  const shipped = readFileSync(
    path.join(
      consumer.folder,
      "node_modules/pulumi-dispersed/dist/sdk/runtime/dynamicRegistration.js",
    ),
    "utf8",
  );
  expect(shipped).toContain('exports.handler=()=>require("pulumi-dispersed/host").provider("${');
  const script = `
    const requireFromString = require("require-from-string");
    console.log(typeof requireFromString(${JSON.stringify(pinned)}).handler().create);`;
  expect(consumer.node("-e", script).trim()).toBe("function");
});

const installed = (...parts: readonly string[]): string =>
  path.join(consumer.folder, "node_modules/pulumi-dispersed", ...parts);

describe("what a user has to install besides", () => {
  // supplyChain.test.ts holds package.json to these.
  const named = ["@pulumi/pulumi", "pulumi-dispersed", "undici", "zod"];

  test("is no less than the shipped code requires", () => {
    const scripts = readdirSync(installed("dist"), { recursive: true, encoding: "utf8" }).filter(
      (file) => file.endsWith(".js"),
    );
    const required = scripts.flatMap((file) =>
      [
        ...readFileSync(installed("dist", file), "utf8").matchAll(
          /\b(?:require|import)\("([^".][^"]*)"\)/g,
        ),
      ]
        .map(([, name = ""]) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name)
        .filter((name) => !name.startsWith("node:") && !builtinModules.includes(name)),
    );
    expect([...new Set(required)].sort()).toEqual(named);
  });

  test("leaves out the libraries in the bundles, whose licences are shipped", () => {
    const licenses = readFileSync(installed("dist/THIRD_PARTY_LICENSES.txt"), "utf8");
    const names = [...licenses.matchAll(/^(\S+) [\d.]+ \(.+\)$/gm)].map(([, name]) => name);
    expect(names).toEqual(
      expect.arrayContaining(["cli-table3", "commander", "fastest-levenshtein", "find-my-way"]),
    );
    const beside = readdirSync(path.join(consumer.folder, "node_modules"));
    expect(beside).not.toContain("fastest-levenshtein");
    expect(beside).not.toContain("find-my-way");
  });
});

test("the emulator serves its API, its description and its page from the package", () => {
  const script = `
    const { startEmulator } = require("pulumi-dispersed/emulator");
    startEmulator().then(async (emulator) => {
      const statuses = [];
      for (const path of ["/", "/openapi.json", "/_emulator/overview", "/v1/jobs"]) {
        statuses.push((await fetch(emulator.url + path)).status);
      }
      await emulator.close();
      console.log(JSON.stringify(statuses));
    });`;
  expect(consumer.node("-e", script).trim()).toBe("[200,200,200,401]");
});

test("publint finds nothing to complain about", () => {
  expect(tool("publint", "--strict", consumer.tarball)).toContain("All good!");
});

test("are-the-types-wrong finds nothing wrong", () => {
  expect(tool("attw", consumer.tarball)).toContain("No problems found");
});

test("the tarball holds what is used and nothing else", () => {
  const folders = new Set(
    consumer.files().map((file) => file.replace(/^(dist\/[a-z]+|bin)\/.*/, "$1")),
  );
  expect([...folders].sort()).toEqual([
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "bin",
    "dist/THIRD_PARTY_LICENSES.txt",
    "dist/cli",
    "dist/emulator",
    "dist/provider",
    "dist/sdk",
    "package.json",
    "schema.json",
  ]);
});
