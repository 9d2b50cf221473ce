// What is supported stands in several places, each for another reader. They must say the same.
import { readFileSync } from "node:fs";
import path from "node:path";

import manifest from "../../../package.json";
import lock from "../../../package-lock.json";
import { ENGINE_VERSION } from "../../../scripts/engine/ensureEngine";

const read = (file: string): string =>
  readFileSync(path.join(__dirname, "..", "..", "..", file), "utf8");

const oldest = manifest.engines.node.replace(">=", "");
const rowOf = (name: string): readonly string[] =>
  new RegExp(`^\\| ${name} +\\|(.*)\\|$`, "m")
    .exec(read("README.md"))?.[1]
    ?.split("|")
    .map((cell) => cell.trim()) ?? [];

test("the oldest Node.js is the same for npm, version managers, the set-up and the reader", () => {
  expect(oldest).toBe("20.18.1");
  expect(read(".nvmrc").trim()).toBe(oldest);
  expect(read("scripts/setup.mjs")).toContain(`OLDEST_NODE = "${oldest}"`);
  expect(rowOf("Node.js")[0]).toBe(`${oldest} or later`);
});

test("continuous integration tests the releases that the README lists", () => {
  expect(read(".github/workflows/ci.yml")).toContain('node: ["20", "22", "24", "latest"]');
  expect(rowOf("Node.js")[1]).toBe("20, 22, 24 and the newest, on Linux");
});

test("the SDK and the engine of the tests are those that the README lists", () => {
  const { version } = lock.packages["node_modules/@pulumi/pulumi"];
  expect(rowOf("Pulumi SDK")).toEqual(["3.200.0 or later", version]);
  expect(manifest.peerDependencies["@pulumi/pulumi"]).toBe("^3.200.0");
  expect(rowOf("Pulumi CLI")).toEqual(["3.200.0 or later", ENGINE_VERSION]);
});
