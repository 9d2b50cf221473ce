// Wrong usage ends before anything is asked or printed. What a person gives by mistake may be a secret,
// and a pipeline keeps what the command prints: no message repeats it.
import { useCli } from "./useCli";

const cli = useCli({ once: true });
const canary = "sk_canary5b1f0c9e";
const STACK = "organization/project/stack";

test.each<[string, string, string, number?]>([
  ["an unknown command", "CANARY", "unknown command"],
  ["a flag that does not exist", "jobs --secretKey=CANARY", "unknown option '--secretKey'"],
  [
    "an unknown status",
    "jobs --status CANARY",
    "--status: unknown status; known statuses: PENDING,",
  ],
  ["a stack without its project", "orphans --stack CANARY", `--stack must be ${STACK}`],
  ["no project", "orphans", "there is no Pulumi project here: name one with --project"],
  ["a project that does not exist", "orphans --project CANARY", "there is no such folder"],
  ["a state that does not exist", "orphans --state CANARY", "cannot read the state: no such file"],
  ["no selection to sweep", "sweep", "say which jobs are meant"],
  ["nobody to ask", "sweep --all --cancel", "add --yes"],
  [
    "an invalid timeout",
    "sweep --all --cancel --yes --timeout CANARY",
    "--timeout must be a duration",
  ],
  ["an invalid day", "cost --since CANARY", "or a duration such as 30d"],
  ["a region of two words", "offers --region us+CANARY", "--region must be one word"],
  ["a price of nothing", "offers --max-hourly 0", "--max-hourly must be a number"],
  ["a user of two words", "ssh box --user CANARY+x", "--user must"],
  ["an option of ssh before --", "ssh box -L 1:h:2", "unknown option"],
  ["the emulator's port", "emulator --port=CANARY", "--port must be a whole number"],
  ["a script of faults that does not exist", "emulator --faults CANARY", "--faults", 2],
])("%s is wrong usage, and nothing is asked or repeated: %s", async (...row) => {
  const [, line, words, expected = 2] = row;
  const args = line
    .replace("CANARY", canary)
    .split(" ")
    .filter((word) => word !== "");
  const { out, err, code } = await cli.run(...args.map((word) => word.replace("+", " ")));
  expect([code, out, cli.emulator.requests().length]).toEqual([expected, "", 0]);
  expect([err.includes(canary), err]).toEqual([false, expect.stringContaining(words)]);
});

test("wrong usage as JSON does not repeat a value either", async () => {
  const { out } = await cli.run("jobs", `--secretKey=${canary}`, "--json");
  const error = { kind: "usage", message: "unknown option '--secretKey'" };
  expect(JSON.parse(out)).toEqual({ error });
});
