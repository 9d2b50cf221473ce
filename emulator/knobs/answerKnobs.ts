// The form of single responses.

/** Where a job is answered: by create and cook, alone by its uuid, in a list. */
export type AnswerPlace = "create" | "read" | "list";

/** One value for every place, or one for each; what is left out there takes its default. */
export type ByPlace<T extends string | number | null> =
  T | { readonly [P in AnswerPlace]?: T | undefined };

/** How a description is answered. `one-line`: every run of white space becomes one space. */
export type DescriptionForm = "whole" | "trimmed" | "one-line" | "null" | "missing";

/** The knobs of answers. */
export interface AnswerKnobs {
  /** How a single resource is answered: as it is, or inside `{"data": …}`. Default `bare`. */
  readonly envelope: "bare" | "data";
  /** What a create and a cook request are answered with. Default 201. */
  readonly createStatus: 200 | 201 | 202;
  /**
   * What a create and a cook request are answered with where a live job of the account has the
   * title: 200 and 201 with that job, 409 with a refusal; nothing is made. Default `null`: titles
   * need not be unique.
   */
  readonly uniqueTitles: 200 | 201 | 409 | null;
  /** Whether registry secrets are answered as `***`. Default false. */
  readonly maskSecrets: boolean;
  /** Descriptions are answered cut to so many characters. Default `null`: whole. */
  readonly descriptionLimit: ByPlace<number | null>;
  /** The form in which descriptions are answered, before they are cut. Default `whole`. */
  readonly descriptionForm: ByPlace<DescriptionForm>;
}

/** Answers as they are documented. */
export const answerDefaults: AnswerKnobs = {
  envelope: "bare",
  createStatus: 201,
  uniqueTitles: null,
  maskSecrets: false,
  descriptionLimit: null,
  descriptionForm: "whole",
};

/** What holds at a place. */
export function atPlace<T extends string | number | null>(
  value: ByPlace<T>,
  place: AnswerPlace,
  otherwise: T,
): T {
  return typeof value === "object" && value !== null ? (value[place] ?? otherwise) : value;
}
