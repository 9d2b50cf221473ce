import { RpcFailure } from "../../../../provider/pulumi/plugin/rpcError";
import { refuseStateless } from "../../../../provider/pulumi/plugin/statelessCommand";

const urn = "urn:pulumi:dev::default::dispersed:index:";
const ask = (name: string, address = "") => ({
  getUrn: () => name,
  getResourceStatusAddress: () => address,
});

test.each([`${urn}Job::Job`, `${urn}JobFromRecipe::JobFromRecipe`])(
  "refuses %s, which `pulumi do --stateless` asks for",
  (name) => {
    expect(() => refuseStateless(ask(name))).toThrow(RpcFailure);
  },
);

test.each([
  ["the resource of a stack that has the same URN", `${urn}Job::Job`, "127.0.0.1:1"],
  ["a job with another name", `${urn}Job::box`, ""],
  ["a job of another stack", "urn:pulumi:test::default::dispersed:index:Job::Job", ""],
  ["what is not a job", `${urn}SshKey::SshKey`, ""],
])("lets pass %s", (_what, name, address) => {
  expect(() => refuseStateless(ask(name, address))).not.toThrow();
});
