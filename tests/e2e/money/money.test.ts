// Caps and the estimate, on the real engine.
import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { succeeded } from "../../support/engine/project";
import {
  boxArgs,
  boxProgram,
  CREATE,
  useStack,
  printed,
  programOf,
  writes,
  failed,
} from "../../support/stack";

const stack = useStack();

const configure = async (key: string, value: string): Promise<void> => {
  succeeded(await stack.project.pulumi("config", "set", `dispersed:${key}`, value));
};

const gpu = { ...boxArgs, gpuName: "RTX 4090", maxHourlyUsd: 0.35 };
const threeBoxes = programOf(
  `for (const name of ["a", "b", "c"]) new dispersed.Job(name, ${JSON.stringify(gpu)});`,
);

describe("the stack's cap", () => {
  test("stops the third of three boxes that are made at once, and buys nothing for it", async () => {
    await configure("maxStackHourlyUsd", "0.8");
    const up = await stack.up(threeBoxes);
    expect(failed(up)).toMatch(
      /dispersed:maxStackHourlyUsd is \$0\.80, and it would be exceeded: .*together \$1\.05.*No job was created/s,
    );
    expect(writes(stack.emulator)).toEqual([CREATE, CREATE]);
    expect(stack.emulator.ledger().alive).toBe(2);

    const again = await stack.up(threeBoxes);
    expect(printed(again)).toContain("the stack's 2 live jobs $0.70 an hour");
    expect(writes(stack.emulator)).toEqual([CREATE, CREATE]);

    await configure("maxStackHourlyUsd", "1.05");
    succeeded(await stack.up(threeBoxes));
    expect(stack.emulator.ledger().alive).toBe(3);
  });

  test("lets a box be replaced within it, for the old one ends first", async () => {
    await configure("maxStackHourlyUsd", "0.5");
    const box = (triggers: object): string => boxProgram({ ...gpu, triggers });
    succeeded(await stack.up(box({ turn: 1 })));
    succeeded(await stack.up(box({ turn: 2 })));
    expect(stack.emulator.ledger().alive).toBe(1);
  });
});

describe("the estimate", () => {
  const program = programOf(
    `const batch = { task: "BATCH", maxTimeoutRunMs: 7_200_000, container: { image: "example/render" } };
     const known = new dispersed.Job("known", { ...batch, gpuName: "RTX 4090", gpuCount: 1 });
     new dispersed.Job("open", { ...batch, gpuCount: known.uuid.apply(() => 1) });
     dispersed.getOffersOutput({ gpuName: "RTX 5090" }).apply(({ offers }) => {
       new dispersed.Job("told", { ...batch, gpuName: "RTX 5090", gpuCount: offers[0].gpuCount });
     });
     exports.uuid = known.uuid;`,
  );

  test("says at the end of a preview what all its jobs would cost, and which have no price", async () => {
    await configure("estimate", "true");
    await configure("maxStackHourlyUsd", "1");
    stack.project.write({ "index.js": program });
    const preview = printed(succeeded(await stack.project.pulumi("preview")));
    expect(preview).toContain(
      "2 jobs: about $1.04 to 4.53 an hour, at most $9.06 for this run. " +
        "Not priced: open (gpuCount not known yet).",
    );
    const [, diagnostics = ""] = preview.split("Diagnostics:");
    expect(diagnostics.split("2 jobs: about")).toHaveLength(2);
    expect(preview).toContain("more than dispersed:maxStackHourlyUsd ($1.00)");
    expect(writes(stack.emulator)).toEqual([]);
  });

  test("that fails is a warning, and no failure of the program", async () => {
    await configure("estimate", "true");
    const route = "GET /v1/compute/offers";
    stack.emulator.addFaults([{ route, action: "status", status: 403, body: "{}" }]);
    stack.project.write({ "index.js": threeBoxes });
    const preview = printed(succeeded(await stack.project.pulumi("preview")));
    expect(preview).toContain("There is no estimate of what the jobs would cost: ");
  });

  test("is printed for an inline program of the Automation API too, for each account by itself", async () => {
    await configure("estimate", "true");
    const { url, publicKey, secretKey } = stack.emulator;
    const second = { baseUrl: url, publicKey, secretKey, defaults: { maxHourlyUsd: 0.36 } };
    const script = `
      const { LocalWorkspace } = require("@pulumi/pulumi/automation");
      const dispersed = require("pulumi-dispersed");
      const program = async () => {
        const args = ${JSON.stringify({ ...boxArgs, gpuName: "RTX 4090", expiresAfter: "1h" })};
        new dispersed.Job("first", args);
        const provider = new dispersed.Provider("second", ${JSON.stringify(second)});
        new dispersed.Job("second", args, { provider });
      };
      void (async () => {
        const inline = await LocalWorkspace.selectStack(
          { stackName: "test", projectName: "project", program },
          { workDir: process.cwd() },
        );
        const { stdout } = await inline.preview();
        process.stdout.write(stdout);
      })();`;
    stack.project.write({ "inline.cjs": script });
    const { stdout } = await promisify(execFile)(process.execPath, ["inline.cjs"], {
      cwd: stack.project.folder,
      env: stack.project.env,
    });
    expect(stdout).toContain("1 job: about $0.35 to 0.39 an hour, at most $0.39 for this run");
    expect(stdout).toContain("1 job: about $0.35 to 0.36 an hour, at most $0.36 for this run");
  });
});
