import { invoke } from "../../../provider/pulumi/dynamic/provider";
import { rejection } from "../../support/fakes";

beforeEach(() => {
  for (const name of Object.keys(process.env)) {
    if (/^(DISPERSED|ZER)_/.test(name)) Reflect.deleteProperty(process.env, name);
  }
});

const nothing = (): undefined => undefined;

test("a function that this version does not have is named", async () => {
  expect(await rejection(invoke("dispersed:index:getCow", {}, nothing))).toMatchObject({
    message: "pulumi-dispersed has no function dispersed:index:getCow.",
  });
});

test("wrong arguments are named before keys are looked for, and nothing is sent", async () => {
  expect(
    await rejection(invoke("dispersed:index:getJob", { uuid: 7, x: 1 }, nothing)),
  ).toMatchObject({
    kind: "validation",
    message:
      "uuid must be a string; x is not a property of getJob, which has uuid, sshUser. " +
      "Nothing was sent.",
  });
});

test("missing keys are an error that names them", async () => {
  expect(await rejection(invoke("dispersed:index:getJobs", {}, nothing))).toMatchObject({
    kind: "config",
    message: expect.stringContaining("set dispersed:publicKey with") as string,
  });
});

test("the settings that are given win over the environment", async () => {
  process.env["DISPERSED_PUBLIC_KEY"] = "pk_x";
  process.env["DISPERSED_SECRET_KEY"] = "sk_x";
  const get = (key: string): string | undefined =>
    key === "dispersed:baseUrl" ? "ftp://x" : undefined;
  expect(await rejection(invoke("dispersed:index:getJobs", {}, get))).toMatchObject({
    kind: "config",
    message: expect.stringContaining("dispersed:baseUrl in the configuration") as string,
  });
});
