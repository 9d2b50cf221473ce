// The tables of docs/reliability.md on mutants, from what the last run left in docs/mutants.json.
import type { FileFigures, Figures, Survivor } from "./figures";

/** The score of each file, and what survived with its reason. */
export function mutantTables(figures: Figures | undefined): readonly string[] {
  if (figures === undefined) return ["No run was recorded yet."];
  return [
    "| file | mutants | killed | timed out | survived | uncovered | score |",
    "| --- | --: | --: | --: | --: | --: | --: |",
    ...figures.files.map(fileRow),
    `| all | ${totals(figures)} | ${figures.score} % |`,
    "",
    "| file | code | survivor | why nobody has to notice it |",
    "| --- | --- | --- | --- |",
    ...figures.survivors.map(survivorRow),
  ];
}

const counts = ["mutants", "killed", "timeout", "survived", "noCoverage"] as const;

function fileRow(figures: FileFigures): string {
  const numbers = counts.map((count) => figures[count]).join(" | ");
  return `| ${shortName(figures.file)} | ${numbers} | ${figures.score} % |`;
}

function totals({ files }: Figures): string {
  return counts.map((count) => files.reduce((total, file) => total + file[count], 0)).join(" | ");
}

/** A file is named once, at the first of its survivors. */
function survivorRow(survivor: Survivor, index: number, all: readonly Survivor[]): string {
  const { file, within, original, replacement, reason = "" } = survivor;
  const name = all[index - 1]?.file === file ? "" : shortName(file);
  return `| ${name} | ${code(within)} | ${code(original)} → ${code(replacement)} | ${reason} |`;
}

function shortName(file: string): string {
  return file.replace(/^provider\//, "").replace(/\.ts$/, "");
}

/** Code in a cell of a table: on one line, and without what would end the cell or the quotation. */
function code(text: string): string {
  const line = text.replace(/\s+/g, " ").replaceAll("|", "\\|");
  return line.includes("`") ? `\`\` ${line} \`\`` : `\`${line}\``;
}
