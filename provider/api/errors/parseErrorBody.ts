import { isRecord, parseJson } from "../json";

/** The content of a failed response. */
export interface Explanation {
  /** The API's words, not yet cleaned; `undefined` when it gave none. */
  readonly words: string | undefined;
  /** Whether the answer is the API's own JSON; a proxy's page is not. */
  readonly fromApi: boolean;
}

/** Reads an error body leniently: its shape is not documented. */
export function explain(body: string): Explanation {
  const json = parseJson(body);
  if (isRecord(json)) return { words: wordsOf(json), fromApi: true };
  const looksLikeMarkup = /^\s*</.test(body);
  const words = body.trim() === "" || looksLikeMarkup ? undefined : body;
  return { words, fromApi: false };
}

function wordsOf(json: Record<string, unknown>): string | undefined {
  const { error } = json;
  const source = isRecord(error) ? error : json;
  const candidates = [source["message"], json["message"], error, json["detail"], source["code"]];
  return candidates.find((value): value is string => typeof value === "string" && value !== "");
}
