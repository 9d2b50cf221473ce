import { PassThrough } from "node:stream";

import { createTerminal } from "../../../cli/terminal";

function terminalThatReads(typed: string): ReturnType<typeof createTerminal> {
  const stdin = new PassThrough();
  stdin.end(typed);
  const streams = { stdin, stdout: new PassThrough(), stderr: new PassThrough() };
  return createTerminal(streams as unknown as Parameters<typeof createTerminal>[0]);
}

test.each([
  ["y\n", true],
  ["Yes\n", true],
  ["\n", false],
  ["n\n", false],
  ["yesterday\n", false],
  ["", false],
])("%j is taken as %s", async (typed, expected) => {
  expect(await terminalThatReads(typed).confirm("Cancel 1 orphan?")).toBe(expected);
});
