// What a person gives a command by mistake may be a secret: no message repeats it. A pipeline keeps what
// the command prints.
import { type Emulator, startEmulator } from "../../../emulator";
import { createPlace, type Place, runDispersed } from "./runDispersed";

jest.setTimeout(60_000);

const canary = "sk_canary5b1f0c9e";

let emulator: Emulator;
let place: Place;
beforeAll(async () => {
  emulator = await startEmulator();
  place = createPlace();
});
afterAll(async () => {
  place.close();
  await emulator.close();
});

const mistakes: readonly (readonly [what: string, args: readonly string[], said: string])[] = [
  ["in the place of a command", [canary], "unknown command"],
  ["in the place of a command, after a flag", [canary, "--json"], "unknown command"],
  ["behind a command that takes nothing", ["jobs", canary], "too many arguments"],
  [
    "of a flag that does not exist",
    ["jobs", `--secretKey=${canary}`],
    "unknown option '--secretKey'",
  ],
  ["of a flag that is misspelt", ["jobs", `--limits=${canary}`], "unknown option '--limits'"],
  ["as a flag", ["jobs", `--${canary}`], "unknown option"],
  ["as a short flag", ["jobs", `-${canary}`], "unknown option"],
  [
    "as a status",
    ["jobs", "--status", canary],
    "--status: unknown status; known statuses: PENDING",
  ],
  ["as a limit", ["jobs", "--limit", canary], "--limit must be"],
  ["as a stack", ["orphans", "--stack", canary], "--stack must be organization/project/stack"],
  [
    "as a stack of costs",
    ["cost", "--stack", canary],
    "--stack must be organization/project/stack",
  ],
  ["as a project", ["orphans", "--project", canary], "--project: there is no such folder"],
  [
    "as a state",
    ["orphans", "--state", canary],
    "cannot read the state: no such file or directory",
  ],
  ["as a day", ["cost", "--since", canary], "--since must be a day"],
  ["as a job's uuid", ["logs", canary], "is not a uuid"],
  ["as a recipe", ["recipes", canary], "is not a uuid"],
  ["as a user", ["ssh", "box", "--user", `${canary} x`], "--user must"],
  ["as a region", ["offers", "--region", `${canary} x`], "--region must be"],
  ["of the emulator as a word", ["emulator", canary], "takes flags alone"],
  [
    "of a flag of the emulator that is none",
    ["emulator", `--key=${canary}`],
    "Unknown option '--key'",
  ],
  ["as the emulator's port", ["emulator", `--port=${canary}`], "--port must be a whole number"],
  ["as the emulator's knob", ["emulator", "--set", canary], "--set must be followed by"],
  ["of a knob", ["emulator", "--set", `listOrder=${canary}`], "--set listOrder"],
  ["as the name of a knob", ["emulator", "--set", `${canary}=1`], "--set"],
  ["as a script of faults", ["emulator", "--faults", canary], "--faults"],
];

test.each(mistakes)("a value %s is not repeated", async (_what, args, said) => {
  const { out, err, code } = await runDispersed(place, place.env(emulator), ...args);
  const text = `${out}\n${err}`;
  expect([code === 0, text.includes(canary), text]).toEqual([
    false,
    false,
    expect.stringContaining(said),
  ]);
});

test("an error as JSON does not repeat one either", async () => {
  const args = ["jobs", `--secretKey=${canary}`, "--json"];
  const { out } = await runDispersed(place, place.env(emulator), ...args);
  expect(JSON.parse(out)).toEqual({
    error: { kind: "usage", message: "unknown option '--secretKey'" },
  });
});
