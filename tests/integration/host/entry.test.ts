import { spawnSync } from "node:child_process";

import { createTemporaryProject, type TemporaryProject } from "../../support/temporaryProject";

let project: TemporaryProject;
beforeAll(() => {
  project = createTemporaryProject();
});
afterAll(() => project.remove());

/** What a plain Node.js in the project prints as JSON. */
function printed(script: string): unknown {
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", script], {
    cwd: project.folder,
    env: { PATH: process.env["PATH"] },
    encoding: "utf8",
  });
  if (stderr !== "") throw new Error(stderr);
  return JSON.parse(stdout);
}

test("the entry that states name, and a check of good inputs, load no Pulumi SDK and no gRPC", () => {
  const [failures, ...loaded] = printed(
    `const provider = require("pulumi-dispersed/host").provider("Job");
     const keys = {"dispersed:publicKey": "pk_x", "dispersed:secretKey": "sk_x"};
     provider.configure({ config: { get: (key) => keys[key] } });
     const news = { task: "BATCH", maxTimeoutRunMs: 60000, container: { image: "a" } };
     provider.check({}, news).then(({ failures }) =>
       console.log(JSON.stringify([failures, ...Object.keys(require.cache)])));`,
  ) as unknown[];
  const heavy = /node_modules\/(@pulumi\/pulumi|@grpc|google-protobuf)\//;
  expect([failures, loaded.filter((path) => heavy.test(String(path)))]).toEqual([[], []]);
});
