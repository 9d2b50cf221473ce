// Right after `up` nothing has changed, however much was written.
import { succeeded } from "../../support/engine/project";
import { boxArgs, boxProgram, useStack } from "../../support/stack";

const stack = useStack({ maskSecrets: true });

const everything = {
  ...boxArgs,
  title: "everything",
  description: "every field",
  container: {
    image: "otoy/dispersed-base",
    tag: "1.0",
    env: { B: "2", A: "1" },
    ports: [8080, 22],
    sshKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIH5HsxbzyAX32mJ8I3Lp2lOXlilBiIue7z1NGzy3da68 me",
    allowedIps: ["203.0.113.0/24", "0.0.0.0/0"],
    registry: { host: "registry.example.com", user: "me", secret: "hunter22-registry" },
    volumes: [{ image: "data", tag: "1", mount: "/data", secret: "hunter22-volume" }],
  },
  cpuCount: 2,
  minVramGb: 8,
  minRamGb: 4,
  minStorageGb: 10,
  gpuName: "NVIDIA RTX 4090",
  maxNodeCount: 1,
  maxRetryCount: 1,
  maxTimeoutAssignMs: 400_000,
  maxTimeoutStartMs: 200_000,
  allowedRegionCodes: ["us-east-1", "eu-west-1"],
  waitFor: { port: 8080, tcp: true },
  replaceOn: ["FAILED"],
  triggers: { revision: 1, list: ["a"] },
  onCreateFailure: "cancel",
  maxHourlyUsd: 100,
  expiresAfter: "8h",
  logTailLines: 5,
  sshUser: "root",
};

// What a recorded state with little or with a recipe shows is in upgrade/states.test.ts.
test("D10: up, preview and refresh after the up of a Job with every field change nothing", async () => {
  const program = boxProgram(everything);
  succeeded(await stack.up(program));
  for (const command of [["up", "--skip-preview"], ["preview"], ["refresh", "--skip-preview"]]) {
    const yes = command[0] === "preview" ? [] : ["--yes"];
    succeeded(await stack.project.pulumi(...command, ...yes, "--expect-no-changes"));
  }
  succeeded(await stack.up(program, "--expect-no-changes"));
});
