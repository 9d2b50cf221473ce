// Without mocks a function calls the host, in the program itself. This host is a fake.
import * as pulumi from "@pulumi/pulumi";
import { unknown } from "@pulumi/pulumi/output";

import * as dispersed from "../../../sdk";
import { rejection } from "../../support/fakes";

const uuid = "3fa85f64-5717-4562-b3fc-2c963f66afa6";

interface Question {
  readonly token: string;
  readonly args: unknown;
  /** Public and secret key, as the host would look them up. */
  readonly keys: readonly unknown[];
}

const mockQuestions: Question[] = [];
let mockAnswer: () => Promise<object>;

jest.mock(
  "pulumi-dispersed/host",
  () => ({
    invoke: (token: string, args: unknown, get: (key: string) => unknown) => {
      mockQuestions.push({
        token,
        args,
        keys: [get("dispersed:publicKey"), get("dispersed:secretKey")],
      });
      return mockAnswer();
    },
  }),
  { virtual: true },
);

beforeEach(() => {
  mockQuestions.length = 0;
  mockAnswer = () => Promise.resolve({ uuid, status: "RUNNING" });
  pulumi.runtime.setAllConfig({ "dispersed:publicKey": "pk_stack" });
});

/** A provider, with what a function reads of it: the engine that would register it is not here. */
const providerWith = (settings: object): pulumi.ProviderResource =>
  ({ __settings: pulumi.output(settings) }) as unknown as pulumi.ProviderResource;

const other = providerWith({
  "dispersed:publicKey": "pk_other",
  "dispersed:secretKey": pulumi.secret("sk_other"),
});

const notYet = pulumi.output(unknown) as pulumi.Output<unknown> as pulumi.Output<string>;

/** What the engine would be sent for an output. */
const sent = (output: pulumi.Output<unknown>): Promise<unknown> =>
  pulumi.runtime.serializeProperty("test", output);

const isSecret = async (output: pulumi.Output<unknown>): Promise<boolean> =>
  (output as unknown as { isSecret: Promise<boolean> }).isSecret;

describe("the promise form", () => {
  test("asks with the stack's configuration", async () => {
    expect(await dispersed.getJob({ uuid })).toEqual({ uuid, status: "RUNNING" });
    expect(mockQuestions).toEqual([
      { token: "dispersed:index:getJob", args: { uuid }, keys: ["pk_stack", undefined] },
    ]);
  });

  test("asks with the provider's or the parent's keys, and with none of the stack's", async () => {
    const parent = { getProvider: () => other } as unknown as pulumi.Resource;
    await dispersed.getJob({ uuid }, { provider: other });
    await dispersed.getJob({ uuid }, { provider: providerWith({}) });
    await dispersed.getJob({ uuid }, { parent });
    expect(mockQuestions.map(({ keys }) => keys)).toEqual([
      ["pk_other", "sk_other"],
      [undefined, undefined],
      ["pk_other", "sk_other"],
    ]);
  });

  test.each<[string, pulumi.ProviderResource, string]>([
    [
      "another kind of provider",
      { pkg: "aws" } as unknown as pulumi.ProviderResource,
      "the provider is no dispersed.Provider, so its keys are not known here",
    ],
    [
      "keys that are not known yet",
      providerWith({ "dispersed:publicKey": notYet }),
      "the provider's keys are not known yet; the form that gives an output waits for them",
    ],
  ])("refuses %s and asks nothing", async (_name, provider, words) => {
    expect(await rejection(dispersed.getJob({ uuid }, { provider }))).toMatchObject({
      message: `getJob: ${words}. Nothing was sent.`,
    });
    expect(mockQuestions).toEqual([]);
  });

  test("fails with the function's name, without a stack for Pulumi, and with the cause", async () => {
    const cause = Object.assign(new Error("uuid is required."), { kind: "validation" });
    mockAnswer = () => Promise.reject(cause);
    const error = await rejection(dispersed.getJob({ uuid }));
    expect(error).toMatchObject({ message: "getJob: uuid is required.", cause });
    expect(pulumi.RunError.isInstance(error)).toBe(true);
  });
});

/** A resource, with what a dependency reads of it. */
const resourceWith = (id: pulumi.Output<string>): pulumi.Resource =>
  ({ __pulumiResource: true, __pulumiCustomResource: true, id }) as unknown as pulumi.Resource;

describe("the option dependsOn", () => {
  test.each<[string, (resource: pulumi.Resource) => pulumi.InvokeOutputOptions]>([
    ["alone", (dependsOn) => ({ dependsOn })],
    ["in a list", (resource) => ({ dependsOn: [resourceWith(pulumi.output("id")), resource] })],
  ])("asks nothing in a preview before the resource is made: %s", async (_name, options) => {
    const question = dispersed.getJobsOutput({}, options(resourceWith(notYet)));
    expect(await sent(question)).toBe(pulumi.runtime.unknownValue);
    expect(mockQuestions).toEqual([]);
  });
});

describe("the output form", () => {
  test("asks when its arguments are known", async () => {
    const job = dispersed.getJobOutput({ uuid: pulumi.output(Promise.resolve(uuid)) });
    expect(await sent(job)).toEqual({ uuid, status: "RUNNING" });
    expect(mockQuestions.map(({ args }) => args)).toEqual([{ uuid }]);
  });

  test.each<[string, () => pulumi.Output<unknown>]>([
    ["an argument", () => dispersed.getJobOutput({ uuid: notYet })],
    [
      "the provider's key",
      () => {
        const provider = providerWith({ "dispersed:publicKey": notYet });
        return dispersed.getJobOutput({ uuid }, { provider });
      },
    ],
  ])("stays unknown and asks nothing while %s is unknown", async (_name, question) => {
    expect(await sent(question())).toBe(pulumi.runtime.unknownValue);
    expect(mockQuestions).toEqual([]);
  });

  test("is a secret when there are access tokens, and not otherwise", async () => {
    expect(await isSecret(dispersed.getJobOutput({ uuid }))).toBe(false);
    mockAnswer = () => Promise.resolve({ uuid, containerAccessTokens: ["t"] });
    expect(await isSecret(dispersed.getJobOutput({ uuid }))).toBe(true);
  });

  test("is a secret for logs and for a secret argument", async () => {
    expect(await isSecret(dispersed.getJobOutput({ uuid: pulumi.secret(uuid) }))).toBe(true);
    mockAnswer = () => Promise.resolve({ logs: "" });
    expect(await isSecret(dispersed.getJobLogsOutput({ jobUuid: uuid }))).toBe(true);
  });
});
