import {
  createProject,
  type Project,
  type ProjectOptions,
  succeeded,
} from "../../support/engine/project";

let project: Project | undefined;

const open = async (options: ProjectOptions): Promise<Project> => {
  project = await createProject(options);
  return project;
};

afterEach(() => project?.close());

describe("a JavaScript program on the real engine", () => {
  test("turns configuration into outputs and keeps a secret encrypted in the state", async () => {
    const { pulumi, exportState } = await open({
      files: {
        "index.js": `
          const pulumi = require("@pulumi/pulumi");
          const config = new pulumi.Config();
          exports.greeting = "hello " + config.require("name");
          exports.password = config.requireSecret("password").apply((text) => text.toUpperCase());
          exports.isSecret = pulumi.isSecret(config.requireSecret("password"));
        `,
      },
    });
    succeeded(await pulumi("config", "set", "name", "world"));
    succeeded(await pulumi("config", "set", "--secret", "password", "hunter2"));

    succeeded(await pulumi("up", "--yes", "--skip-preview"));

    const { stdout } = succeeded(await pulumi("stack", "output", "--json"));
    expect(JSON.parse(stdout)).toEqual({
      greeting: "hello world",
      password: "[secret]",
      isSecret: true,
    });
    expect(JSON.stringify(await exportState())).not.toMatch(/hunter2/i);
    expect(JSON.stringify(await exportState("--show-secrets"))).toContain("HUNTER2");
  });

  test("is told the project, the stack and whether it only previews", async () => {
    const { pulumi } = await open({
      files: {
        "index.js": `
          const pulumi = require("@pulumi/pulumi");
          console.log([pulumi.getProject(), pulumi.getStack(), pulumi.getOrganization()].join("/"));
          console.log("preview: " + pulumi.runtime.isDryRun());
        `,
      },
    });

    const preview = succeeded(await pulumi("preview"));
    const up = succeeded(await pulumi("up", "--yes", "--skip-preview"));

    expect(preview.stdout).toContain("project/test/organization");
    expect(preview.stdout).toContain("preview: true");
    expect(up.stdout).toContain("preview: false");
  });

  test("makes the update fail with its own error text when it throws", async () => {
    const { pulumi } = await open({
      files: {
        // Few frames, because some releases of Node.js colour the SDK's own for half a minute
        // (nodejs/node#64011).
        "index.js": `
          Error.stackTraceLimit = 3;
          throw new Error("no such flavour: mint");
        `,
      },
    });

    const run = await pulumi("up", "--yes", "--skip-preview");

    expect(run.code).not.toBe(0);
    expect(run.stdout + run.stderr).toContain("no such flavour: mint");
  });

  test("makes the update fail with its exit code when it leaves with one", async () => {
    const { pulumi } = await open({ files: { "index.js": `process.exit(7);` } });

    const run = await pulumi("up", "--yes", "--skip-preview");

    expect(run.code).not.toBe(0);
    expect(run.stdout + run.stderr).toContain("The program exited with code 7.");
  });

  test("can have a dynamic resource, created and destroyed", async () => {
    const { pulumi, exportState } = await open({
      files: {
        "index.js": `
          const pulumi = require("@pulumi/pulumi");
          const provider = { create: async (inputs) => ({ id: "box-1", outs: inputs }) };
          class Box extends pulumi.dynamic.Resource {}
          new Box(provider, "box", { size: 3 });
        `,
      },
    });

    succeeded(await pulumi("up", "--yes", "--skip-preview"));
    const { resources } = await exportState();
    succeeded(await pulumi("destroy", "--yes", "--skip-preview"));

    expect(resources?.map(({ id }) => id)).toContain("box-1");
    expect((await exportState()).resources ?? []).toEqual([]);
  });

  test("is started with the project's nodeargs and runs from the folder that main names", async () => {
    const { pulumi } = await open({
      files: {
        "Pulumi.yaml": `
name: project
main: program
runtime:
  name: nodejs
  options:
    typescript: false
    nodeargs: --title="a title" --no-warnings
`,
        "program/index.js": `
          console.log("title: " + process.title + ", args: " + process.execArgv.length);
          console.log("typescript: " + Object.keys(require.extensions).includes(".ts"));
          console.log("folder: " + process.cwd().split("/").at(-1));
        `,
      },
    });

    const { stdout } = succeeded(await pulumi("up", "--yes", "--skip-preview"));

    expect(stdout).toContain("title: a title, args: 2");
    expect(stdout).toContain("typescript: false");
    expect(stdout).toContain("folder: program");
  });
});

describe("a TypeScript program on the real engine", () => {
  test("is compiled and run", async () => {
    const { pulumi } = await open({
      dependencies: ["@pulumi/pulumi", "typescript", "@types/node"],
      files: {
        "index.ts": `
          import * as pulumi from "@pulumi/pulumi";
          const sizes: readonly number[] = [1, 2, 3];
          export const total: pulumi.Output<number> = pulumi.output(sizes.reduce((a, b) => a + b));
        `,
      },
    });

    succeeded(await pulumi("up", "--yes", "--skip-preview"));

    expect(succeeded(await pulumi("stack", "output", "total")).stdout.trim()).toBe("6");
  });

  test("fails with the compiler's message when its types are wrong", async () => {
    const { pulumi } = await open({
      dependencies: ["@pulumi/pulumi", "typescript", "@types/node"],
      files: { "index.ts": `export const total: number = "six";` },
    });

    const run = await pulumi("up", "--yes", "--skip-preview");

    expect(run.code).not.toBe(0);
    expect(run.stdout + run.stderr).toContain("Type 'string' is not assignable to type 'number'");
  });
});

describe("about", () => {
  test("names the language and the versions of what the program depends on", async () => {
    const { pulumi } = await open({
      files: {
        "index.js": "",
        "package.json": `{ "dependencies": { "@pulumi/pulumi": "^3.0.0", "not-installed": "^9.0.0" } }`,
      },
    });

    const { stdout } = succeeded(await pulumi("about", "--json"));

    const about = JSON.parse(stdout) as {
      runtime: { language: string; version: string };
      dependencies: { name: string; version: string }[];
    };
    expect(about.runtime).toMatchObject({ language: "nodejs", version: process.version });
    expect(about.dependencies).toEqual([
      { name: "@pulumi/pulumi", version: expect.stringMatching(/^3\.\d+\.\d+$/) as string },
      { name: "not-installed", version: "^9.0.0" },
    ]);
  });
});
