// The guides show parts of the examples, which run on the real engine (tests/e2e/components).
import { blocksOf, filesBelow, textOf } from "./pages";

const lines = (text: string): string =>
  text
    .split("\n")
    .map((line) => line.trim())
    .join("\n");

/** The blocks that name the file they are a part of, such as `examples/fleet/index.ts: outputs`. */
const blocks = filesBelow("docs/guides", ".md").flatMap((guide) =>
  blocksOf(guide).flatMap(({ name, code }) => {
    const [, example] = /^(examples\/[^:]+): /.exec(name) ?? [];
    return example === undefined ? [] : [[guide, example, code] as const];
  }),
);

test.each(blocks)("a block in %s is a part of %s as it stands", (_guide, example, code) => {
  expect(lines(textOf(example))).toContain(lines(code));
});
