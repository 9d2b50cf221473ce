// The page is found by the words of a message, so these words must be those of the code.
import { commands, settingName, settingText } from "../../../provider/api/config/hostWords";
import { filesBelow, textOf } from "./pages";

const PAGE = "docs/troubleshooting.md";

/** Sources with the texts that are written in several pieces as one, and with the host's words. */
const sources = ["provider", "sdk", "cli"]
  .flatMap((folder) => filesBelow(folder, ".ts"))
  .concat("scripts/bundle/bundlePlugin.mjs")
  .map((file) =>
    textOf(file)
      .replace(/["`]\s*\+\s*(?:\/\/.*\n\s*)?["`]/g, "")
      .replace(/\$\{commands\.(\w+)\}/g, (_, name) => commands[name as keyof typeof commands])
      .replace(/\$\{settingText\("(\w+)"\)\}/g, (_, name) => settingText(name as "onOrphan"))
      .replace(/\$\{settingName\((\w+)\)\}/g, settingName({ name: "${$1.name}" })),
  );

/** What of a message is the same whatever it is about. */
function fixedParts(message: string): readonly string[] {
  return message
    .split("…")
    .map((part) => part.replace(/^[.,:;]?\s*|\s*$/g, ""))
    .filter((part) => /\w{2}/.test(part));
}

const messages = [...textOf(PAGE).matchAll(/^### `(.+)`$/gm)].map(([, message = ""]) => message);

test("the page has messages, each once", () => {
  expect(messages.length).toBeGreaterThan(40);
  expect(new Set(messages).size).toBe(messages.length);
});

test.each(messages)("the code says: %s", (message) => {
  const parts = fixedParts(message);
  expect(parts.join("").length).toBeGreaterThan(14);
  expect(sources.some((source) => parts.every((part) => source.includes(part)))).toBe(true);
});

test("every heading below a section is a message", () => {
  const headings = textOf(PAGE).match(/^### .+$/gm) ?? [];
  expect(headings).toHaveLength(messages.length);
});
