import { drawTerminal } from "../../../scripts/picture/drawTerminal";

const drawn = (...lines: readonly string[]): string => drawTerminal("demo", lines);

const texts = (svg: string): readonly (string | undefined)[] =>
  [...svg.matchAll(/<text[^>]*>(.*)<\/text>/g)].map(([, text]) => text);

test.each([
  ["a colour", "a \u001b[32mgreen\u001b[0m b", 'a <tspan fill="#56d364">green</tspan> b'],
  ["text that is markup", 'a < b & "c" > d', 'a &lt; b &amp; "c" &gt; d'],
  ["indentation", "    a", "    a"],
])("%s is drawn as a terminal shows it", (_what, line, text) => {
  expect(texts(drawn(line))).toEqual([text]);
});
