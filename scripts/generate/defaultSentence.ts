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
  return new Intl.ListFormat("en-GB").format([values].flat().map(code));
}

function code(value: string | number): string {
  return `\`${value}\``;
}
