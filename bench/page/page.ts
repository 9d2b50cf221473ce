// The tables of docs/performance.md, from what the last runs left in records/performance.json.
import { variants, variantLabels, type Figure } from "../figures";
import { whenAndWhere, type Recorded } from "../../scripts/records";
import { goals, type Figures } from "./goals";

/** The figures of a record by their names. */
export function figuresOf({ runs }: Recorded<Figure>): Figures {
  const all = runs.flatMap(({ results }) => results);
  return (name) => all.find((figure) => figure.name === name);
}

/** What was asked for, and what it came to. */
export function goalTable(record: Recorded<Figure>): readonly string[] {
  const figures = figuresOf(record);
  return [
    "| goal | at most | measured | |",
    "| --- | --: | --: | --- |",
    ...goals.map(({ what, atMost, measured, obstacle }) => {
      const value = measured(figures);
      const missed = `**missed**${obstacle === undefined ? "" : `: ${obstacle}`}`;
      const verdict = value === undefined ? "not measured" : value <= atMost ? "met" : missed;
      return `| ${what} | ${atMost} | ${value === undefined ? "" : number(value)} | ${verdict} |`;
    }),
  ];
}

/** Every figure, by measure. */
export function measureTables({ runs }: Recorded<Figure>): readonly string[] {
  if (runs.length === 0) return ["Nothing was recorded yet."];
  return runs.flatMap((run) => [
    `### ${run.suite}`,
    "",
    `\`npm run bench -- ${run.suite}\` (${whenAndWhere(run)})`,
    "",
    `| figure | unit | ${variants.map((variant) => variantLabels[variant]).join(" | ")} | spread | samples |`,
    "| --- | --- | --: | --: | --: | --: | --: | --: |",
    ...run.results.map((figure) => {
      const values = variants.map((variant) => {
        const value = figure[variant];
        return value === null ? "" : number(value);
      });
      const spread = `${Math.round(figure.spread * 100)} %`;
      return `| ${figure.name} | ${figure.unit} | ${values.join(" | ")} | ${spread} | ${figure.repetitions} |`;
    }),
    "",
  ]);
}

function number(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString("en", { maximumFractionDigits: digits });
}
