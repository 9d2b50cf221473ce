// Lines of a terminal as a picture: SGR colours become those of a dark window.
import { ansiToJson, type AnserJsonEntry } from "anser";

const FONT_PX = 13;
/** How wide a character of a monospaced font is. */
const CHARACTER_PX = FONT_PX * 0.602;
const LINE_PX = 18;
const MARGIN_PX = 18;

const colours: Readonly<Record<string, string>> = {
  black: "#6e7681",
  red: "#ff7b72",
  green: "#56d364",
  yellow: "#e3b341",
  blue: "#79c0ff",
  magenta: "#d2a8ff",
  cyan: "#56d4dd",
  white: "#e6edf3",
};

/** An SVG of a terminal's window. Other escape sequences than colours are left out. */
export function drawTerminal(title: string, lines: readonly string[]): string {
  const parts = lines.map(partsOf);
  const columns = Math.max(0, ...parts.map(lengthOf));
  const width = Math.ceil(columns * CHARACTER_PX + 2 * MARGIN_PX);
  const height = lines.length * LINE_PX + 2 * MARGIN_PX;
  const texts = parts.map((line, index) => {
    const spans = line.map(drawSpan).join("");
    const y = MARGIN_PX + (index + 1) * LINE_PX - 4;
    return spans && `<text xml:space="preserve" x="${MARGIN_PX}" y="${y}">${spans}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="10" fill="#0d1117"/>`,
    `<g fill="#c9d1d9" font-size="${FONT_PX}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace">`,
    ...texts.filter((text) => text !== ""),
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}

const partsOf = (line: string): readonly AnserJsonEntry[] =>
  ansiToJson(line, { use_classes: true, remove_empty: true });

const lengthOf = (parts: readonly AnserJsonEntry[]): number =>
  parts.reduce((length, { content }) => length + content.length, 0);

/** A part of a line. `fg` is such as `ansi-green` or `ansi-bright-green`, and null without a colour. */
function drawSpan({ content, fg, decorations }: AnserJsonEntry): string {
  const colour = colours[/\w+$/.exec(fg)?.[0] ?? ""];
  const attributes = [
    ...(colour === undefined ? [] : [` fill="${colour}"`]),
    ...(decorations.includes("bold") ? [' font-weight="bold"'] : []),
  ].join("");
  return attributes === "" ? escaped(content) : `<tspan${attributes}>${escaped(content)}</tspan>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
