import type { Command } from "commander";

import { isUuid } from "../../provider/api/endpoints/uuid";
import { DEFAULT_SSH_USER } from "../../provider/resources/job/inputs";
import { userName } from "../../provider/resources/schema/primitives";
import { exitCode, UsageError } from "../exitCode";
import { connect } from "../session";
import { jobLogin } from "../ssh/jobLogin";
import { shellCommand, sshArguments, type Login } from "../ssh/login";
import { outputLogin } from "../ssh/outputLogin";
import { startSsh } from "../ssh/startSsh";
import type { Terminal } from "../terminal";

const EXAMPLES = `
Name the job by its uuid, or by an output of the stack that is selected in this folder. The output may
be a job's uuid, its ssh output, the command in that, or the ssh output of a DevBox. A uuid is looked up
now. An address in an output is from the last \`pulumi up\`.

Everything after -- is passed to ssh: options, and a command to run there.

Examples:
  dispersed ssh 3fa85f64-5717-4562-b3fc-2c963f66afa6
  dispersed ssh box                                    the stack output "box"
  dispersed ssh box -- nvidia-smi
  dispersed ssh box -- -L 8888:localhost:8888 -N       a tunnel
  dispersed ssh --print box

Exit codes: that of ssh; 1 if the job cannot be reached; 2 wrong usage.
`;

interface SshFlags {
  readonly stackOutput?: string | undefined;
  readonly user?: string | undefined;
  readonly print?: boolean | undefined;
}

/** Adds `dispersed ssh`. */
export function addSsh(program: Command, terminal: Terminal, end: (code: number) => void): void {
  program
    .command("ssh")
    .summary("log in to a job")
    .description("Logs in to a running job with the system's ssh.")
    .argument("[job]", "the job's uuid, or the name of a stack output")
    .argument("[arguments...]", "passed to ssh; write -- before them")
    .option("--stack-output <name>", "the job that this stack output names")
    .option("--user <name>", `the user to log in as; default: ${DEFAULT_SSH_USER}, or the output's`)
    .option("--print", "print the command without running it")
    .addHelpText("after", EXAMPLES)
    .action(async (job: string | undefined, more: readonly string[], flags: SshFlags) =>
      end(await logIn(terminal, [...(job === undefined ? [] : [job]), ...more], flags)),
    );
}

async function logIn(
  terminal: Terminal,
  words: readonly string[],
  { stackOutput, user, print }: SshFlags,
): Promise<number> {
  const [job, ...rest] = stackOutput === undefined ? words : [stackOutput, ...words];
  if (job === undefined || job === "") {
    throw new UsageError("name the job: its uuid, or a stack output");
  }
  if (stackOutput !== undefined && isUuid(rest[0])) {
    throw new UsageError("give a uuid or --stack-output, not both");
  }
  const [wrong] = userName.optional().safeParse(user).error?.issues ?? [];
  if (wrong !== undefined) throw new UsageError(`--user ${wrong.message}`);
  const ofJob = async (uuid: string): Promise<Login> =>
    jobLogin((await connect(terminal)).api, uuid);
  const isJob = stackOutput === undefined && isUuid(job);
  const login = isJob ? await ofJob(job) : await outputLogin(job, ofJob);
  const args = sshArguments(user === undefined ? login : { ...login, user }, rest);
  if (print !== true) return startSsh(args);
  terminal.print(shellCommand(["ssh", ...args]));
  return exitCode.ok;
}
