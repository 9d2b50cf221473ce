import type { Json } from "../http/json";

/** A template that jobs are cooked from. */
export interface Recipe {
  readonly uuid: string;
  readonly name: string;
  readonly description: string;
  readonly isOfficial: boolean;
  /** A create request, spelled as on the wire; what it leaves out takes the API's default. */
  readonly payload: Readonly<Record<string, Json>>;
  /** Size of the image that the payload names; `null` if it is unknown. */
  readonly imageSizeBytes: number | null;
  readonly inputs: readonly RecipeInput[];
  /** Markdown. */
  readonly quickstart: string;
}

/** A question that the console asks before it cooks. */
export interface RecipeInput {
  readonly key: string;
  readonly type: "string" | "number" | "select";
  readonly label: string;
  readonly required: boolean;
  readonly description: string;
  readonly placeholder: string;
  readonly default_value: string | number | null;
  readonly options: readonly { readonly label: string; readonly value: string }[];
}
