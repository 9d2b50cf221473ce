// The guides show parts of the examples, which run on the real engine (tests/e2e/components).
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..", "..", "..");
const guides = join(root, "docs", "guides");
/** A code block that names the file it is a part of, such as `examples/fleet/index.ts: outputs`. */
const BLOCK = /<!-- (examples\/[^:>]*): [^>]* -->\n+```\w+\n([\s\S]*?)```/g;

const lines = (text: string): string =>
  text
    .split("\n")
    .map((line) => line.trim())
    .join("\n");

const blocks = readdirSync(guides).flatMap((guide) =>
  [...readFileSync(join(guides, guide), "utf8").matchAll(BLOCK)].map(
    ([, example = "", code = ""]) => [guide, example, code] as const,
  ),
);

test("there are guides that show parts of examples", () => {
  expect(blocks.length).toBeGreaterThan(0);
});

test.each(blocks)("a block in %s is a part of %s as it stands", (_guide, example, code) => {
  expect(lines(readFileSync(join(root, example), "utf8"))).toContain(lines(code));
});
