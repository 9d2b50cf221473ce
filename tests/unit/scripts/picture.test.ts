import { drawTerminal } from "../../../scripts/picture/drawTerminal";
import { excerpt } from "../../../scripts/picture/excerpt";

const drawn = (...lines: readonly string[]): string => drawTerminal("demo", lines);

const texts = (svg: string): readonly (string | undefined)[] =>
  [...svg.matchAll(/<text[^>]*>(.*)<\/text>/g)].map(([, text]) => text);

const widthOf = (svg: string): number => Number(/ width="(\d+)"/.exec(svg)?.[1]);

test.each([
  ["a colour", "a \u001b[32mgreen\u001b[0m b", 'a <tspan fill="#56d364">green</tspan> b'],
  ["its bright twin", "\u001b[92mgreen\u001b[0m", '<tspan fill="#56d364">green</tspan>'],
  ["a colour of 256", "\u001b[38;5;1mred\u001b[0m", '<tspan fill="#ff7b72">red</tspan>'],
  ["bold", "\u001b[1mbold\u001b[22m b", '<tspan font-weight="bold">bold</tspan> b'],
  ["text that is markup", 'a < b & "c" > d', 'a &lt; b &amp; "c" &gt; d'],
  ["markup in colour", "\u001b[31m<b>\u001b[0m", '<tspan fill="#ff7b72">&lt;b&gt;</tspan>'],
  ["indentation", "    a", "    a"],
])("%s is drawn as a terminal shows it", (_what, line, text) => {
  expect(texts(drawn(line))).toEqual([text]);
});

test("the window is as wide as its longest line, colours apart", () => {
  const long = "x".repeat(100);
  expect(widthOf(drawn("x", long))).toBe(widthOf(drawn(`\u001b[31m${long}\u001b[0m`)));
  expect(widthOf(drawn(long)) - widthOf(drawn("x".repeat(50)))).toBeGreaterThan(50 * 7);
});

test("spaces are kept, which a reader of XML would join", () => {
  expect(drawn("    a")).toContain('<text xml:space="preserve"');
});

test("each line has its place, an empty one as well", () => {
  const places = [...drawn("a", "", "b").matchAll(/ y="(\d+)"/g)].map(([, y]) => Number(y));
  expect(places).toEqual([32, 68]);
});

test("the excerpt has the steps that are to be seen, without outputs within outputs and durations", () => {
  const lines = [
    "▸ start the emulator",
    "    at http://127.0.0.1:1",
    "",
    "▸ up",
    "    \u001b[32m+\u001b[0m Job box creating (0.17s) box: RUNNING 12s",
    "    \u001b[32mOutputs:\u001b[0m",
    '        url          : "http://127.0.0.1:1"',
    "        nodeUrls     : [",
    "            [0]: {",
    "                port: 1",
    "            }",
    "        ]",
    "    Resources:",
    "        + 2 created",
    "    Duration: 4s",
    "  ✓ up: 3.5 s",
    "▸ refresh",
    "    Refreshing (demo):",
    "▸ destroy",
    "    Outputs:",
    "      - url: 1",
    "    Resources:",
    "        - 2 deleted",
    "The emulator's ledger:",
  ];
  expect(excerpt(lines)).toEqual([
    "▸ up",
    "    \u001b[32m+\u001b[0m Job box creating box: RUNNING",
    "    \u001b[32mOutputs:\u001b[0m",
    '        url          : "http://127.0.0.1:1"',
    "    Resources:",
    "        + 2 created",
    "  ✓ up",
    "▸ destroy",
    "    Resources:",
    "        - 2 deleted",
    "The emulator's ledger:",
  ]);
});
