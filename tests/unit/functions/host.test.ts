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
