// The examples of the schema: one program for each resource, component and function, in every language. The YAML below
// scripts/sdks/examples is the source; `npm run sdks -- --examples` translates it with Pulumi's own generators into
// records/examples.json, which needs Go. Everything else is made from that record.

/** The languages that have a chooser, in its order. */
export const languages = ["typescript", "python", "go", "yaml"] as const;

/** A program in every language. */
export type Example = Readonly<Record<(typeof languages)[number], string>>;

/** The examples by the name of what they show. */
export type Examples = Readonly<Record<string, Example>>;

/** Stands for the path of the Go module in the record, which the publisher decides. */
export const GO_MODULE = "GO_MODULE";

/** The examples with a Go module's path in place of the mark, or the other way round. */
export function withGoModule(examples: Examples, from: string, to: string): Examples {
  return Object.fromEntries(
    Object.entries(examples).map(([name, example]) => [
      name,
      { ...example, go: example.go.replaceAll(from, to) },
    ]),
  );
}

/** A description with its example, as the Pulumi Registry and the generators of SDKs read it. */
export function withExample(description: string, example: Example | undefined): string {
  if (example === undefined) return description;
  const programs = languages.map(
    (language) => `\`\`\`${language}\n${example[language].trim()}\n\`\`\``,
  );
  return [
    description,
    "{{% examples %}}",
    "## Example Usage",
    "{{% example %}}",
    ...programs,
    "{{% /example %}}",
    "{{% /examples %}}",
  ].join("\n\n");
}

/** An example as a page of the registry shows it: one language at a time. */
export function chooser(example: Example): string {
  const choices = languages.map(
    (language) =>
      `{{% choosable language ${language} %}}\n\n` +
      `\`\`\`${language}\n${example[language].trim()}\n\`\`\`\n\n{{% /choosable %}}`,
  );
  const begin = `{{< chooser language "${languages.join(",")}" >}}`;
  return [begin, ...choices, "{{< /chooser >}}"].join("\n\n");
}
