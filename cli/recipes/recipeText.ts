// One recipe as text. Anyone can write a recipe, so each text is sanitized and follows a label or
// an indentation of ours.
import { cut, sanitizeOneLine } from "../../provider/api/errors/sanitize";
import { cleanLine, splitLines } from "../logs/logLines";
import { tableOf } from "../table";

/** A recipe as `getRecipe` returns it. */
export interface RecipeFacts {
  readonly uuid: string;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly visibility?: string | undefined;
  readonly isOfficial?: boolean | undefined;
  readonly quickstartMd?: string | undefined;
  readonly inputs: readonly {
    readonly key: string;
    readonly type?: string | undefined;
    readonly description?: string | undefined;
    readonly required: boolean;
    readonly defaultValue?: string | undefined;
  }[];
  readonly template?:
    | {
        readonly task?: string | undefined;
        readonly image?: string | undefined;
        readonly tag?: string | undefined;
        readonly gpuCount?: number | undefined;
        readonly gpuName?: string | undefined;
        readonly minVramGb?: number | undefined;
      }
    | undefined;
}

const MAX_LINE_LENGTH = 500;
const MAX_LINES = 200;

/** What a person wants to know before creating a job from it. */
export function recipeText(recipe: RecipeFacts): readonly string[] {
  const { uuid, name, description, visibility, isOfficial, inputs, template } = recipe;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["uuid", uuid],
    ["name", name],
    ["description", description],
    ["visibility", visibility],
    ["official", isOfficial === undefined ? undefined : isOfficial ? "yes" : "no"],
    ["task", template?.task],
    ["image", template?.image && [template.image, template.tag ?? "latest"].join(":")],
    ["gpu", gpuOf(template)],
  ];
  return [
    ...facts.flatMap(([label, value]) =>
      value === undefined
        ? []
        : [`${label.padEnd(13)}${cut(sanitizeOneLine(value), MAX_LINE_LENGTH)}`],
    ),
    ...(inputs.length === 0 ? ["It has no inputs."] : [inputTable(inputs)]),
    ...quickstartLines(recipe).map((line) => `  ${cut(line, MAX_LINE_LENGTH)}`.trimEnd()),
    `To create its job: new dispersed.JobFromRecipe("name", { recipeUuid: "${uuid}" }).`,
  ];
}

/** The lines of the recipe's own guide, cleaned. */
export function quickstartLines({
  quickstartMd = "",
}: Pick<RecipeFacts, "quickstartMd">): readonly string[] {
  const { lines, rest } = splitLines(quickstartMd);
  return [...lines, ...(rest === "" ? [] : [rest])].slice(0, MAX_LINES).map(cleanLine);
}

function inputTable(inputs: RecipeFacts["inputs"]): string {
  return tableOf(
    ["input", "type", "required", "default", "what for"],
    inputs.map(({ key, type, required, defaultValue, description }) => [
      ...[key, type, required ? "yes" : "", defaultValue, description],
    ]),
  );
}

function gpuOf(template: RecipeFacts["template"]): string | undefined {
  const { gpuCount = 0, gpuName = "any", minVramGb = 0 } = template ?? {};
  if (gpuCount === 0) return undefined;
  return `${gpuCount} x ${gpuName}${minVramGb > 0 ? `, ${minVramGb} GB of memory or more` : ""}`;
}
