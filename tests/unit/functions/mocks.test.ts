// A user's own test: under Pulumi's mocks a function calls the mocks, and never the service.
import * as pulumi from "@pulumi/pulumi";

import * as dispersed from "../../../sdk";

const uuid = "3fa85f64-5717-4562-b3fc-2c963f66afa6";

/** What reached the mocks. */
const calls: pulumi.runtime.MockCallArgs[] = [];

jest.mock(
  "pulumi-dispersed/host",
  () => {
    throw new Error("the host was loaded under mocks");
  },
  { virtual: true },
);

const mock = (preview: boolean): Promise<void> =>
  pulumi.runtime.setMocks(
    {
      newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs as object }),
      call: (args) => {
        calls.push(args);
        if (args.token === "dispersed:index:getJobLogs") return { logs: "hello" };
        return { uuid, status: "RUNNING", jobs: [], complete: true };
      },
    },
    "project",
    "stack",
    preview,
  );

beforeEach(async () => {
  calls.length = 0;
  await mock(false);
});

/** What the engine would be sent for an output: a secret is wrapped, an unknown a sentinel. */
const sent = (output: pulumi.Output<unknown>): Promise<unknown> =>
  pulumi.runtime.serializeProperty("test", output);

test("the promise form calls the mocks by token, and returns their answer", async () => {
  const job: dispersed.GetJobResult = await dispersed.getJob({ uuid });
  expect(job.status).toBe("RUNNING");
  expect(calls).toEqual([{ token: "dispersed:index:getJob", inputs: { uuid }, provider: "" }]);
});

test("the provider in the options reaches the mocks", async () => {
  const provider = new dispersed.Provider("other", { publicKey: "pk_x", secretKey: "sk_x" });
  await dispersed.getJob({ uuid }, { provider });
  expect(calls.map((call) => call.provider)).toEqual([
    "urn:pulumi:stack::project::pulumi:providers:pulumi-nodejs::other::other-id",
  ]);
});

test("logs are a secret also under mocks, and other results are not", async () => {
  expect(await sent(dispersed.getJobLogsOutput({ jobUuid: uuid }))).toEqual({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    value: { logs: "hello" },
  });
  expect(await sent(dispersed.getJobsOutput())).toMatchObject({ jobs: [] });
});

test("an unknown argument in a preview leaves the answer unknown and asks nothing", async () => {
  await mock(true);
  // An output that the mocked engine does not return is unknown in a preview.
  const job = new dispersed.Job("box", { task: "PERSISTENT", container: { image: "a" } });
  expect(await sent(dispersed.getJobOutput({ uuid: job.uuid }))).toBe(pulumi.runtime.unknownValue);
  expect(calls).toEqual([]);
});
