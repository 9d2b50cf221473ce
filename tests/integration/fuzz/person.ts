// The person at the terminal: reads what an up that failed says, and does it.
import { nameOf } from "./programs";

/** A question of the provider: a job of a resource exists, and its owner is unknown. */
export interface Question {
  readonly resource: number;
  readonly uuid: string;
  readonly words: string;
}

/** What a person is asked to do about a resource. */
export interface Advice {
  /** Jobs one of which the resource may adopt. */
  readonly adopt: readonly string[];
  /** Whether the same command is to run with `--refresh`. */
  readonly refresh: boolean;
  /** Whether the resource is to be replaced by `--replace`. */
  readonly replace: boolean;
  /** Whether the resource may be removed from the state once its job is looked for in the console. */
  readonly forget: boolean;
  /** Whether it has already tried to adopt the job, without success. */
  readonly isTried: boolean;
  /** Whether the command may run once with `dispersed:onOrphan: ignore`. */
  readonly ignore: boolean;
  /** Whether the command is to run without a refresh. */
  readonly calm: boolean;
}

/** The questions in what a failed operation said. */
export function questionsIn(words: readonly string[], size: number): readonly Question[] {
  return words.flatMap((text) => {
    const [, uuid] = /`adopt: "([0-9a-f-]{36})"`/.exec(text) ?? [];
    const resource = resourceOf(text, size);
    return uuid === undefined || resource === undefined ? [] : [{ resource, uuid, words: text }];
  });
}

function uuidsIn(text: string): readonly string[] {
  return text.match(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g) ?? [];
}

/** What was done already when the words were said. */
export interface Done {
  readonly isRefreshed: boolean;
  /** The `adopt` inputs of the resources. */
  readonly adopted: ReadonlyMap<number, string>;
}

/** What the words ask for, resource by resource. */
export function adviceIn(
  words: readonly string[],
  size: number,
  { isRefreshed, adopted }: Done,
): ReadonlyMap<number, Advice> {
  return new Map(
    words.flatMap((text) => {
      const resource = resourceOf(text, size);
      if (resource === undefined) return [];
      const [question] = questionsIn([text], size);
      const isTried = question !== undefined && adopted.get(resource) === question.uuid;
      return [
        [
          resource,
          {
            adopt: question === undefined ? [] : uuidsIn(text),
            refresh: !isRefreshed && text.includes("the same command with `--refresh`"),
            replace: text.includes("`pulumi up --replace`"),
            ignore: text.includes('dispersed:onOrphan: "ignore"'),
            calm: text.includes("without a refresh"),
            forget: /(?<!from its stack with )`pulumi state delete`/.test(text),
            isTried,
          },
        ] as const,
      ];
    }),
  );
}

/** A message begins with the name of its resource. */
function resourceOf(text: string, size: number): number | undefined {
  for (let resource = 0; resource < size; resource += 1) {
    if (text.startsWith(`${nameOf(resource)}: `)) return resource;
  }
  return undefined;
}
