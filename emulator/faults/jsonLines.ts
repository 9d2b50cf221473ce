// Finds the line of a value in a JSON text, to show the line of a mistake in a file.

/** A text that is no JSON. */
export class JsonSyntaxError extends Error {
  override readonly name = "JsonSyntaxError";

  constructor(readonly line: number) {
    super("is not valid JSON");
  }
}

type Path = readonly (string | number)[];

const token = /\s*("(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+)/y;

/** The line of each value by its path, from 1; throws {@link JsonSyntaxError}. */
export function readJsonLines(text: string): (path: Path) => number | undefined {
  const lines = new Map<string, number>();
  let position = 0;

  const lineAt = (end: number): number => text.slice(0, end).split("\n").length;
  const peek = (): string => {
    token.lastIndex = position;
    return token.exec(text)?.[1] ?? "";
  };
  const take = (expected?: string): string => {
    const found = peek();
    if (found === "" || (expected !== undefined && found !== expected)) {
      throw new JsonSyntaxError(lineAt(text.length - text.slice(position).trimStart().length));
    }
    position = token.lastIndex;
    return found;
  };
  const separated = (close: string, readItem: () => void): void => {
    for (let more = peek() !== close; more;) {
      readItem();
      more = peek() === ",";
      if (more) {
        take(",");
      }
    }
    take(close);
  };
  const readValue = (path: Path): void => {
    const first = take();
    const key = JSON.stringify(path);
    if (!lines.has(key)) {
      lines.set(key, lineAt(position));
    }
    if (first === "[") {
      let index = 0;
      separated("]", () => readValue([...path, index++]));
    } else if (first === "{") {
      separated("}", () => {
        const name = readScalar(take());
        const memberPath = [...path, String(name)];
        lines.set(JSON.stringify(memberPath), lineAt(position));
        take(":");
        readValue(memberPath);
      });
    } else {
      readScalar(first);
    }
  };
  const readScalar = (scalar: string): unknown => {
    try {
      return JSON.parse(scalar) as unknown;
    } catch {
      throw new JsonSyntaxError(lineAt(position));
    }
  };

  readValue([]);
  if (text.slice(position).trim() !== "") {
    throw new JsonSyntaxError(lineAt(text.length - text.slice(position).trimStart().length));
  }
  return (path) => lines.get(JSON.stringify(path));
}
