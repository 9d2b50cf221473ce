import type { Default } from "../../provider/resources/schema/propertyDefault";

/** What is said of a default behind the description of its property. */
export function defaultSentence(usual: Default): string {
  switch (usual.kind) {
    case "constant":
      return `Default: ${code(usual.value)}.`;
    case "byTask":
      return `Default: ${listed(usual.BATCH)} for BATCH, ${listed(usual.PERSISTENT)} for PERSISTENT.`;
    case "name":
      return "Default: the resource's logical name.";
    case "jobCount":
      return "Default: all of them.";
    case "empty":
      return "An empty value is the same as none.";
  }
}

/** A description with the default behind it. */
export function withDefault(description: string, usual: Default | undefined): string {
  return usual === undefined ? description : `${description} ${defaultSentence(usual)}`;
}

function listed(values: string | readonly string[]): string {
  const [first = "", ...rest] = [values].flat().map(code);
  const last = rest.pop();
  return last === undefined ? first : `${[first, ...rest].join(", ")} and ${last}`;
}

function code(value: string | number): string {
  return `\`${value}\``;
}
