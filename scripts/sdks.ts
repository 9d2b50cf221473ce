// `npm run sdks`: the SDKs of the native plugin for Go, Node.js and Python, in dist/sdks or the folder that is named.
// `npm run sdks -- --examples` writes records/examples.json instead: the examples of the schema in every language. Both
// need Go.
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";

import { format } from "prettier";

import { runCommand } from "./engine/runCommand";
import { ensureSdkGenerator, SDK_GENERATOR } from "./engine/sdkGenerator";
import { GO_MODULE, withGoModule, type Examples } from "./generate/examples";
import { goModule, publisher } from "./release/publisher";
import { runScript } from "./runScript";

const root = dirname(__dirname);
const schema = join(root, "schema.json");

const { values: options, positionals } = parseArgs({
  options: { examples: { type: "boolean", default: false } },
  allowPositionals: true,
});

runScript(async () => {
  const generator = join(await ensureSdkGenerator(), SDK_GENERATOR);
  const run = (...args: readonly string[]): Promise<string> =>
    runCommand(generator, args, { timeLimitMs: 120_000 });
  if (options.examples) {
    const printed = await run("examples", schema, join(__dirname, "sdks", "examples"));
    const module = goModule(publisher);
    const text = JSON.stringify(withGoModule(JSON.parse(printed) as Examples, module, GO_MODULE));
    const file = positionals[0] ?? join(root, "records", "examples.json");
    writeFileSync(file, await format(text, { parser: "json", printWidth: 100 }));
    console.log(file);
    return;
  }
  const folder = positionals[0] ?? join(root, "dist", "sdks");
  await run("packages", schema, folder);
  console.log(folder);
});
