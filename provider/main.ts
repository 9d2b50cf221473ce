// The executable `pulumi-resource-dispersed`. Pulumi starts it with its own address as the last
// argument and reads the port from the first line of its output.
import { errorMessage } from "./api/errors/errors";
import { startPlugin } from "./pulumi/plugin/start";

const ABOUT = `This is the Dispersed plugin of Pulumi. Pulumi starts it by itself; there is nothing to do with it
by hand. A Pulumi.yaml finds it by the folder it lies in:

  plugins:
    providers:
      - name: dispersed
        path: node_modules/pulumi-dispersed/bin

To debug it, start it with --attach and set PULUMI_DEBUG_PROVIDERS=dispersed:<the port it prints>.
`;

async function main(args: readonly string[]): Promise<void> {
  const engine = args.at(-1)?.match(/^[^\s/]+:\d+$/)?.[0];
  const isAttachedTo = args.includes("--attach");
  if (!isAttachedTo && (engine === undefined || process.stdout.isTTY)) {
    process.stderr.write(ABOUT);
    process.exitCode = 1;
    return;
  }
  const port = await startPlugin(isAttachedTo ? undefined : engine);
  process.stdout.write(`${port}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exitCode = 1;
});
