// The options of the guide, on the engine. An ESC environment needs Pulumi Cloud: ESC's own evaluator reads the guide's.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { startEmulator, type Emulator } from "../../../emulator";
import { ensureEngine } from "../../../scripts/engine/ensureEngine";
import { ensureYamlHost } from "../../../scripts/engine/ensureYamlHost";
import { findExecutable } from "../../../scripts/engine/findExecutable";
import { runCommand } from "../../../scripts/engine/runCommand";
import { createProject, succeeded, type Project } from "../../support/engine/project";
import { failed, printed, quick } from "../../support/stack";
import { block, keys } from "../documentProject";

// A machine without the YAML host builds it first.
jest.setTimeout(600_000);

const guide = "docs/guides/hooks-and-options.md";
const training = { publicKey: "pk_of_training", secretKey: "sk_of_training" };
const rendering = { publicKey: "pk_of_rendering", secretKey: "sk_of_rendering" };
const hasGo = findExecutable("go", process.env) !== undefined;

let emulator: Emulator;
let project: Project;

async function open(files: Readonly<Record<string, string>>, env: object = {}): Promise<void> {
  emulator = await startEmulator({ ...quick, keys: [keys, training, rendering] });
  const host = await ensureYamlHost(await ensureEngine());
  project = await createProject({
    files,
    dependencies: ["@pulumi/pulumi", "pulumi-dispersed", "typescript", "@types/node"],
    env: {
      PATH: `${host}:${process.env["PATH"] ?? ""}`,
      DISPERSED_API_BASE_URL: emulator.url,
      DISPERSED_PUBLIC_KEY: keys.publicKey,
      DISPERSED_SECRET_KEY: keys.secretKey,
      ...env,
    },
  });
}

afterEach(async () => {
  project.close();
  await emulator.close();
});

describe("two providers with mapped variables", () => {
  const ofTraining = {
    TRAIN_PUBLIC_KEY: training.publicKey,
    TRAIN_SECRET_KEY: training.secretKey,
  };
  const ofRendering = {
    RENDER_PUBLIC_KEY: rendering.publicKey,
    RENDER_SECRET_KEY: rendering.secretKey,
  };

  test("buy each job with the keys of its own variables, and store none", async () => {
    await open({ "Pulumi.yaml": block("accounts", guide) }, { ...ofTraining, ...ofRendering });
    succeeded(await project.pulumi("up", "--yes", "--skip-preview"));
    const { jobs } = await emulator.snapshot();
    const accounts = jobs.map(({ account, request }) => [request.title, account]);
    // In the order of the emulator's keys.
    expect(Object.fromEntries(accounts)).toEqual({ trainer: "account-2", renderer: "account-3" });
    expect(JSON.stringify(await project.exportState())).not.toMatch(/sk_of_/);
    succeeded(await project.pulumi("destroy", "--yes", "--skip-preview"));
    expect(emulator.ledger().alive).toBe(0);
  });

  test("buy nothing with the keys of another account where a variable is missing", async () => {
    await open({ "Pulumi.yaml": block("accounts", guide) }, ofTraining);
    const run = await project.pulumi("up", "--yes", "--skip-preview");
    expect(failed(run)).toMatch(/allowedAccount/);
    expect(emulator.ledger().jobs.map(({ title }) => title)).not.toContain("renderer");
  });
});

test("a hidden difference is planned, and shown beside others without its value", async () => {
  const program = block("hidden difference", guide);
  await open({ "index.ts": program }, { IMAGE_DIGEST: "sha256:1f00" });
  succeeded(await project.pulumi("up", "--yes", "--skip-preview"));
  project.env["IMAGE_DIGEST"] = "sha256:2f00";
  // Where it is alone, the engine prints the resource as it was.
  const alone = printed(succeeded(await project.pulumi("preview", "--diff")));
  expect(alone).toContain("1 to replace");
  expect(alone).not.toContain("sha256:2f00");
  expect(alone).toContain("sha256:1f00");

  project.write({ "index.ts": program.replace("dispersed-base", "other") });
  const shown = printed(succeeded(await project.pulumi("preview", "--diff")));
  expect(shown).toContain("~ triggers (hidden)");
  expect(shown).not.toMatch(/sha256:[12]f00/);
});

describe("an ESC environment", () => {
  test("is refused without Pulumi Cloud, before a job is asked for", async () => {
    await open({ "index.ts": block("hidden difference", guide) });
    project.write({ "Pulumi.test.yaml": block("ESC import", guide) });
    const run = await project.pulumi("up", "--yes", "--skip-preview");
    expect(failed(run)).toContain("does not support environments");
    expect(emulator.ledger().requests).toBe(0);
  });

  (hasGo ? test : test.skip)("of the guide has both keys for ESC's own evaluator", async () => {
    await open({ "environment.yaml": block("ESC environment", guide) });
    const text = await evaluated("environment.yaml");
    expect(JSON.parse(text)).toEqual({
      pulumiConfig: {
        "dispersed:publicKey": [keys.publicKey, false],
        "dispersed:secretKey": [keys.secretKey, true],
      },
      environmentVariables: {
        DISPERSED_PUBLIC_KEY: [keys.publicKey, false],
        DISPERSED_SECRET_KEY: [keys.secretKey, true],
      },
    });
  });
});

/** What the evaluator makes of a file of the project: each value with whether it is a secret. */
async function evaluated(file: string): Promise<string> {
  const source = join(project.folder, "evaluator");
  mkdirSync(source);
  writeFileSync(
    join(source, "go.mod"),
    "module evaluator\n\ngo 1.26\n\nrequire github.com/pulumi/esc v0.17.0\n",
  );
  writeFileSync(join(source, "main.go"), evaluator);
  const env = { ...process.env, GOFLAGS: "-mod=mod" };
  const args = ["run", ".", join(project.folder, file)];
  return runCommand("go", args, { cwd: source, env, timeLimitMs: 500_000 });
}

const evaluator = `package main

import (
	"context"
	"encoding/json"
	"os"

	"github.com/pulumi/esc"
	"github.com/pulumi/esc/eval"
)

func main() {
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	declared, diags, err := eval.LoadYAMLBytes("dispersed", text)
	if err != nil || diags.HasErrors() {
		panic(diags.Error())
	}
	context_, err := esc.NewExecContext(map[string]esc.Value{})
	if err != nil {
		panic(err)
	}
	opened, diags := eval.EvalEnvironment(context.Background(), "dispersed", declared, nil, nil, nil, context_)
	if diags.HasErrors() {
		panic(diags.Error())
	}
	found := map[string]map[string][]any{}
	for _, part := range []string{"pulumiConfig", "environmentVariables"} {
		found[part] = map[string][]any{}
		for name, value := range opened.Properties[part].Value.(map[string]esc.Value) {
			found[part][name] = []any{value.Value, value.Secret}
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(found); err != nil {
		panic(err)
	}
}
`;
