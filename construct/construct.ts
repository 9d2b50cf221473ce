import * as pulumi from "@pulumi/pulumi";
import { ConstructRequest, ConstructResponse } from "@pulumi/pulumi/proto/provider_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

import type { ConstructCall } from "../provider/pulumi/plugin/constructMessages";
import { componentOutputs } from "../sdk/generated/componentOutputs";
import { makeComponent } from "./components";
import { optionsOf } from "./options";
import { connect, internals } from "./sdkInternals";

/** Makes a component, and gives the bytes of the response once everything of it is registered. */
export function construct(call: Omit<ConstructCall, "id">): Promise<Uint8Array> {
  return internals.withLocalStorage(async () => {
    const request = ConstructRequest.deserializeBinary(call.request);
    await connect(request, call.engineAddress);
    const token = request.getType();
    const name = request.getName();
    const component = makeComponent(token, name, await inputsOf(request, call), optionsOf(request));
    const response = new ConstructResponse().setUrn(await urnOf(component));
    const outputs = chosen(component, componentOutputs[token] ?? []);
    const label = `construct(${token}, ${name})`;
    const [state, dependencies] = await internals.serializeResourceProperties(label, outputs);
    for (const [output, resources] of dependencies) {
      const urns = await Promise.all([...resources].map(urnOf));
      response
        .getStatedependenciesMap()
        .set(output, new ConstructResponse.PropertyDependencies().setUrnsList(urns));
    }
    response.setState(Struct.fromJavaScript(state as Parameters<typeof Struct.fromJavaScript>[0]));
    await internals.waitForRPCs();
    return response.serializeBinary();
  });
}

/** The inputs as a program in TypeScript would give them. */
async function inputsOf(
  request: ConstructRequest,
  { plain, members }: Pick<ConstructCall, "plain" | "members">,
): Promise<object> {
  const given = await internals.deserializeInputs(
    request.getInputs(),
    request.getInputdependenciesMap(),
  );
  const lifted = Object.entries(members).map(([name, names]) => [
    name,
    withMembers(given[name], names),
  ]);
  const inputs: Readonly<Record<string, unknown>> = {
    ...given,
    ...(Object.fromEntries(lifted) as object),
    ...plain,
  };
  // YAML writes null for an input without a value.
  return Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== null));
}

/** An object whose members may be outputs, of an output that is an object. */
function withMembers(value: unknown, names: readonly string[]): unknown {
  if (!pulumi.Output.isInstance(value)) return value;
  const whole = value as pulumi.Output<Readonly<Record<string, unknown>>>;
  return Object.fromEntries(names.map((name) => [name, whole.apply((known) => known[name])]));
}

function chosen(component: object, names: readonly string[]): object {
  const members = component as Readonly<Record<string, unknown>>;
  return Object.fromEntries(names.map((name) => [name, members[name]]));
}

async function urnOf({ urn }: pulumi.Resource): Promise<string> {
  // A URN is known as soon as the resource is registered, also in a preview.
  return (urn as unknown as { promise(): Promise<string> }).promise();
}
