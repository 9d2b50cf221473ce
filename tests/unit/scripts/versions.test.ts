// What is supported stands in several places, each for another reader. They must say the same.
import { readFileSync } from "node:fs";
import path from "node:path";

import manifest from "../../../package.json";
import lock from "../../../package-lock.json";
import { ENGINE_VERSION } from "../../../scripts/engine/ensureEngine";

const read = (file: string): string =>
  readFileSync(path.join(__dirname, "..", "..", "..", file), "utf8");

const oldest = manifest.engines.node.replace(">=", "");
/** The versions of a software in the README's table: its row, and the rows below that name none. */
const versionsOf = (name: string): readonly string[] => {
  const [, rows = ""] =
    new RegExp(`^(\\| ${name} +\\|.*\\n(?:\\| +\\|.*\\n)*)`, "m").exec(read("README.md")) ?? [];
  return rows.split("\n").flatMap((row) => row.split("|")[2]?.trim() ?? []);
};

test("the oldest Node.js is the same for npm, version managers, the set-up and the reader", () => {
  expect(oldest).toBe("20.18.1");
  expect(read(".nvmrc").trim()).toBe(oldest);
  expect(read("scripts/setup.mjs")).toContain(`OLDEST_NODE = "${oldest}"`);
  expect(versionsOf("Node.js")[0]).toBe(`${oldest} or later`);
});

test("continuous integration tests the releases that the README lists", () => {
  expect(read(".github/workflows/ci.yml")).toContain('node: ["20", "22", "24", "latest"]');
  // The last one is the newest.
  expect(versionsOf("Node.js")).toEqual([`${oldest} or later`, "22", "24", "26"]);
});

test("the SDK and the engine of the tests are those that the README lists", () => {
  const { version } = lock.packages["node_modules/@pulumi/pulumi"];
  expect(versionsOf("Pulumi SDK and CLI")).toEqual([version, "3.200.0"]);
  expect(manifest.peerDependencies["@pulumi/pulumi"]).toBe("^3.200.0");
  expect(ENGINE_VERSION).toBe(version);
});
