// The pages tell commands of `dispersed`; its own parser has to take them.
import { CommanderError } from "commander";

import { createProgram } from "../../../cli/program";
import { usageWords } from "../../../cli/usageWords";
import { parseCommandLine } from "../../../emulator/commandLine";
import { commands } from "../../../provider/api/config/hostWords";
import { commandsOf, filesBelow, pages, textOf } from "./pages";

const told = pages()
  .flatMap((page) => commandsOf(page, "dispersed"))
  // Not `--help`, nor `<command> --help`.
  .filter(({ words: [name = ""] }) => /^\w/.test(name))
  .map(({ file, words }) => [file, words.join(" "), words] as const);

/** What the parser has to say against a command; nothing of it is run. */
async function complaint(words: readonly string[]): Promise<string | undefined> {
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  const terminal = { print: say, say, isInteractive: false, confirm: () => Promise.resolve(false) };
  const program = createProgram({ version: "0", terminal, emulator: "" }, () => undefined);
  for (const command of program.commands) command.action(() => undefined);
  const [name = "", ...rest] = words;
  const command = program.commands.find((each) => each.name() === name);
  if (command === undefined) return `there is no command ${name}`;
  // A command that is only mentioned: `dispersed logs` with the uuid of a job.
  if (rest.length === 0) return undefined;
  if (name === "emulator") {
    const parsed = parseCommandLine(rest);
    return parsed.kind === "mistake" ? parsed.message : undefined;
  }
  try {
    await program.parseAsync([...words], { from: "user" });
    return undefined;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return undefined;
    return error instanceof CommanderError ? usageWords(error) : said.join("\n");
  }
}

/** The commands of `dispersed` in the table that messages take theirs from. */
const inMessages = Object.values(commands).flatMap((quoted) => {
  const [, words] = /^`npx dispersed (.+)`$/.exec(quoted) ?? [];
  return words === undefined ? [] : [words];
});

test.each(inMessages)("a message's command is one that can be run: dispersed %s", async (words) => {
  expect(await complaint(words.split(" "))).toBeUndefined();
  expect(words).toMatch(/^(?:logs|(?:orphans|sweep) --project \.)/);
});

test("messages take the commands of `dispersed` from the table", () => {
  const literal = filesBelow("provider", ".ts")
    .filter((file) => !file.endsWith("/hostWords.ts"))
    .flatMap(
      (file) =>
        textOf(file).match(
          /^(?!\s*(?:\/\/|\/?\*)).*dispersed (?:orphans|sweep)(?! --project \.).*/gm,
        ) ?? [],
    );
  expect(literal).toEqual([]);
});

test.each(told)("%s: dispersed %s", async (_file, _command, words) => {
  expect(await complaint(words)).toBeUndefined();
});

test("a flag that does not exist is noticed", async () => {
  expect(await complaint(["gpus", "--cheapest"])).toContain("unknown option '--cheapest'");
});
