// What the service says reaches a terminal only as words.
import { boxProgram, createStack, printed, type TestStack } from "./stack";

let stack: TestStack;

beforeEach(async () => {
  stack = await createStack();
});
afterEach(() => stack.close());

const ESCAPE = String.fromCharCode(27);
const hostile = [
  `<{%fg 1%}>${ESCAPE}[31m`,
  "<{%nothing%}>",
  "<{%",
  `${ESCAPE}]8;;https://evil.example${ESCAPE}\\link`,
  "\r\nerror: update succeeded\r\n",
  "\n::set-output name=x::y",
  "\u202egnp.exe\u0007\u009b31m",
];

test.each(hostile)(
  "J01, J02: the reason %j neither steers the terminal nor ends the engine",
  async (reason) => {
    const { emulator } = stack;
    emulator.addFaults([
      {
        route: "GET /v1/jobs/{uuid}",
        occurrence: "every",
        phase: "before-headers",
        action: "lie",
        json: { status: "FAILED", status_reason: `before ${reason} after` },
      },
    ]);
    const run = await stack.up(boxProgram(), "--color", "always");
    const text = printed(run);
    expect(text).toContain("ended FAILED (before");
    expect(text).toContain("after)");
    expect(text).not.toMatch(/panic|goroutine/);
    // The engine's own colours are the only escape sequences.
    const own = text.replace(new RegExp(`${ESCAPE}\\[[0-9;]*m`, "g"), "");
    expect(own).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(own).not.toMatch(/^(::|error: update succeeded)/m);
  },
);
