// Wrong usage ends before anything is asked or printed. What a person gives by mistake may be a secret,
// and a pipeline keeps what the command prints: no message repeats it.
import { useCli } from "./useCli";

const cli = useCli({ once: true });
const canary = "sk_canary5b1f0c9e";
const RECIPE = "019582a6-2000-7000-8000-000000000002";
const STACK = "organization/project/stack";

test.each<[string, string, string, number?]>([
  ["a missing command", "", ""],
  ["an unknown command", "CANARY", "unknown command"],
  ["an argument too many", "jobs CANARY", "too many arguments"],
  ["a flag that does not exist", "jobs --secretKey=CANARY", "unknown option '--secretKey'"],
  ["a misspelt flag", "orphans --al", "Did you mean --all?"],
  ["a value as a flag", "jobs --CANARY", "unknown option"],
  ["a value as a short flag", "jobs -CANARY", "unknown option"],
  [
    "an unknown status",
    "jobs --status CANARY",
    "--status: unknown status; known statuses: PENDING,",
  ],
  ["one unknown status of two", "jobs --status running,CANARY", "--status: unknown status"],
  ["a limit that is not a number", "jobs --limit CANARY", "--limit must be"],
  ["no rows", "cost --limit 0", "--limit must be 1 or more"],
  ["a stack without its project", "orphans --stack CANARY", `--stack must be ${STACK}`],
  ["a stack of costs without its project", "cost --stack CANARY", `--stack must be ${STACK}`],
  ["a namespace without a stack", "cost --namespace CANARY", "--namespace needs --stack"],
  ["a project that does not exist", "orphans --project CANARY", "there is no such folder"],
  ["no project", "orphans", "there is no Pulumi project here: name one with --project"],
  ["--all with a stack", "orphans --all --stack a/b/c", "exclude each other"],
  ["a state that does not exist", "orphans --state CANARY", "cannot read the state: no such file"],
  ["no selection to sweep", "sweep", "say which jobs are meant"],
  ["no selection to cancel", "sweep --cancel --yes", "say which jobs are meant"],
  ["nobody to ask", "sweep --all --cancel", "add --yes"],
  ["--yes alone", "sweep --all --yes", "--yes answers the question of --cancel"],
  [
    "an invalid timeout",
    "sweep --all --cancel --yes --timeout CANARY",
    "--timeout must be a duration",
  ],
  ["an impossible day", "cost --since 2025-02-30", "--since must be a day"],
  ["a day to come", "cost --since 2999-01-01", "must be a day in the past"],
  ["an invalid day", "cost --since CANARY", "or a duration such as 30d"],
  ["logs of what is not a uuid", "logs CANARY", "expected a job's uuid"],
  ["logs of nothing", "logs", "missing required argument"],
  ["a recipe's name", "recipes CANARY", "expected a recipe's uuid"],
  ["one recipe of the official ones", `recipes ${RECIPE} --official`, "--official is for the list"],
  ["memory that is not a number", "offers --min-vram CANARY", "--min-vram must be a number"],
  ["an empty number", "gpus --min-vram=", "--min-vram must be"],
  ["a region of two words", "offers --region us+CANARY", "--region must be one word"],
  ["a price of nothing", "offers --max-hourly 0", "--max-hourly must be a number"],
  ["two GPUs at once", "offers --gpu a,CANARY", "--gpu must not be empty and holds no comma"],
  ["no job to log in to", "ssh", "name the job: its uuid, or a stack output"],
  ["two jobs to log in to", `ssh ${RECIPE} --stack-output box`, "not both"],
  ["a user that is an option", "ssh box --user=-oProxyCommand=x", "--user must be a user name"],
  ["a user of two words", "ssh box --user CANARY+x", "--user must"],
  ["an option of ssh before --", "ssh box -L 1:h:2", "unknown option"],
  ["an argument of the emulator", "emulator CANARY", "takes flags alone"],
  ["an unknown flag of the emulator", "emulator --key=CANARY", "Unknown option '--key'"],
  ["the emulator's port", "emulator --port=CANARY", "--port must be a whole number"],
  ["a knob without a value", "emulator --set CANARY", "--set must be followed by"],
  ["a knob's value", "emulator --set listOrder=CANARY", "--set listOrder"],
  ["an unknown knob", "emulator --set CANARY=1", "--set"],
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
