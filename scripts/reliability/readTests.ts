import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { isLong } from "../test/longSuites";
import { namedTests, type NamedTest } from "./namedTests";

/** All tests of the repository that are named after rows. */
export function readTests(root: string): readonly NamedTest[] {
  return readdirSync(path.join(root, "tests"), { recursive: true, encoding: "utf8" })
    .map((name) => `tests/${name.split(path.sep).join("/")}`)
    .filter((file) => file.endsWith(".ts") && !/^tests\/(fixtures|unit\/scripts)\//.test(file))
    .sort()
    .flatMap((file) =>
      namedTests(file, readFileSync(path.join(root, file), "utf8")).map((test) =>
        isLong(file) ? { ...test, isLong: true as const } : test,
      ),
    );
}
