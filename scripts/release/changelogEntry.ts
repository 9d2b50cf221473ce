/** What CHANGELOG.md says under `## <title>`, or `## <title> - <date>`; `undefined` when nothing. */
export function changelogEntry(changelog: string, title: string): string | undefined {
  const [, ...sections] = changelog.split(/^## +/m);
  const found = sections.find((section) => titleOf(section) === title);
  const body = found?.slice(firstLine(found).length).trim();
  return body === "" ? undefined : body;
}

function titleOf(section: string): string | undefined {
  return firstLine(section).trim().split(" - ")[0];
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}
