// Where and how a person may keep a program: a folder of any name, ES modules, a key in clear.
import { startEmulator } from "../../../emulator";
import { createProject, succeeded } from "../../support/engine/project";
import { boxArgs, printed, quick } from "../../support/stack";

const program = `
  import * as dispersed from "pulumi-dispersed";
  const box = new dispersed.Job("box", ${JSON.stringify(boxArgs)});
  export const status = box.status;
`;

test("L02, L04: an ES module in a folder with spaces and umlauts runs, and a key in clear is warned of", async () => {
  const emulator = await startEmulator(quick);
  const project = await createProject({
    folder: "mein größtes 日本 projekt",
    files: {
      "index.js": program,
      "package.json": '{ "name": "project", "private": true, "type": "module" }',
    },
    dependencies: ["@pulumi/pulumi", "pulumi-dispersed"],
  });
  try {
    const { url, publicKey, secretKey } = emulator;
    for (const [key, value] of Object.entries({ baseUrl: url, publicKey, secretKey })) {
      succeeded(await project.pulumi("config", "set", "--plaintext", `dispersed:${key}`, value));
    }
    const run = succeeded(await project.pulumi("up", "--yes", "--skip-preview"));
    expect(emulator.ledger().alive).toBe(1);
    expect(printed(run)).toContain("`pulumi config set --secret dispersed:secretKey`");
    expect(printed(run)).not.toContain(secretKey);
  } finally {
    project.close();
    await emulator.close();
  }
});
