// The documents as their readers find them: pages, code blocks, links and commands.
import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

/** The folder of this repository. */
export const repository = join(__dirname, "..", "..", "..");

/** A code block; `name` is the comment that stands before it, else its code. */
export interface Block {
  readonly file: string;
  readonly name: string;
  readonly language: string;
  readonly code: string;
}

/** A command that a page tells its reader to type. */
export interface ToldCommand {
  readonly file: string;
  /** The words behind the program's own name, without quotes. */
  readonly words: readonly string[];
}

/** All files of a folder of the repository with such an ending, by their paths in it, with `/`. */
export function filesBelow(folder: string, ending: string): readonly string[] {
  const found = readdirSync(join(repository, folder), { recursive: true, encoding: "utf8" });
  return found
    .filter((file) => file.endsWith(ending))
    .map((file) => posix.join(folder, file.replaceAll("\\", "/")))
    .filter((file) => !/(^|\/)node_modules\/|^dist\/|^\.git\//.test(file))
    .sort();
}

/** What the Pulumi Registry shows; made by `npm run generate`. */
export const registryPages = ["docs/_index.md", "docs/installation-configuration.md"];

/** README.md and the pages below docs. */
export function pages(): readonly string[] {
  return ["README.md", ...filesBelow("docs", ".md")];
}

/** The text of a file. */
export function textOf(file: string): string {
  return readFileSync(join(repository, file), "utf8");
}

/** The code blocks of a page. */
export function blocksOf(file: string): readonly Block[] {
  const fence = /(?:<!-- ([^>]*) -->\n+)?```(\w*)\n([\s\S]*?)```/g;
  return [...textOf(file).matchAll(fence)].map(([, name = "", language = "", code = ""]) => ({
    file,
    name: name || code.trim(),
    language,
    code,
  }));
}

/** What a page says outside of its code blocks. */
export function proseOf(file: string): string {
  return textOf(file).replace(/```[\s\S]*?```/g, "");
}

/** The commands of a program, in the sentences and shell blocks of a page. */
export function commandsOf(file: string, program: string): readonly ToldCommand[] {
  const inSentences = [...proseOf(file).matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
  const inBlocks = blocksOf(file)
    .filter(({ language }) => language === "sh")
    .flatMap(({ code }) => code.split("\n"));
  const begin = new RegExp(`^(?:npx )?${program} (.+)$`);
  return [...inSentences, ...inBlocks].flatMap((line) => {
    const [, rest] = begin.exec(line.replace(/\s+/g, " ")) ?? [];
    return rest === undefined ? [] : [{ file, words: wordsOf(rest) }];
  });
}

/** A command line's words as a shell would split it, up to a pipe or a redirection. */
function wordsOf(line: string): readonly string[] {
  const [command = ""] = line.split(/ (?:[|>]|>>|&&) /);
  return [...command.matchAll(/"([^"]*)"|'([^']*)'|([^\s"')]+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? "",
  );
}
