// Construct: a component of this package, for programs in every language.
import { status as codes } from "@grpc/grpc-js";
import { ConstructResponse, type ConstructRequest } from "@pulumi/pulumi/proto/provider_pb";

import { errorMessage } from "../../api/errors/errors";
import { checkComponent } from "../../resources/components/checkComponent";
import type { ComponentDefinition } from "../../resources/components/definition";
import { componentOf } from "../../resources/components/registry";
import { findingText } from "../../resources/schema/findingText";
import { metaOf } from "../../resources/schema/property";
import type { Finding, Properties } from "../../resources/schema/types";
import { UNKNOWN } from "../../resources/schema/unknown";
import { constructThread, type Construct } from "./constructThread";
import { RpcFailure } from "./rpcError";
import { open } from "./wireValues";

/** Makes components for an engine. */
export function constructCall(
  gone: AbortSignal,
  engineAddress: () => string | undefined,
  construct: Construct = constructThread(gone),
): (request: ConstructRequest) => Promise<ConstructResponse> {
  return async (request) => {
    const token = request.getType();
    const definition = componentOf(token);
    if (definition === undefined) {
      throw new RpcFailure(`pulumi-dispersed has no component ${token}`, codes.INVALID_ARGUMENT);
    }
    const { values } = open(request.getInputs());
    const wrong = [...unknownPlain(definition, values), ...checkComponent(definition, values)];
    if (wrong.length > 0) {
      throw new RpcFailure(refusal(request.getName(), wrong), codes.INVALID_ARGUMENT);
    }
    const call = {
      request: request.serializeBinary(),
      engineAddress: engineAddress() ?? "",
      plain: plainOf(definition, values),
      members: membersOf(definition, values),
    };
    const response = await construct(call).catch((error: unknown) => {
      throw new RpcFailure(errorMessage(error), codes.FAILED_PRECONDITION);
    });
    return ConstructResponse.deserializeBinary(response);
  };
}

function refusal(name: string, wrong: readonly Finding[]): string {
  return wrong.map((finding) => `${name}: ${findingText(finding)}`).join("\n");
}

function plainNames({ inputs }: ComponentDefinition): readonly string[] {
  return Object.entries(inputs.shape).flatMap(([name, schema]) =>
    metaOf(schema).isPlain === true ? [name] : [],
  );
}

function plainOf(definition: ComponentDefinition, values: Properties): Properties {
  const given = plainNames(definition).filter((name) => values[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, values[name]]));
}

/** Inputs on which depends what there is to register, and that only a later `up` could know. */
function unknownPlain(definition: ComponentDefinition, values: Properties): readonly Finding[] {
  const names = [...plainNames(definition), ...Object.keys(definition.insteadWithin ?? {})];
  return names
    .filter((property) => values[property] === UNKNOWN)
    .map((property) => ({
      property,
      reason:
        "must be known when the program runs: write it out, or take it from the configuration",
    }));
}

function membersOf(
  { insteadWithin = {} }: ComponentDefinition,
  values: Properties,
): Readonly<Record<string, readonly string[]>> {
  const names = Object.keys(insteadWithin);
  return Object.fromEntries(names.map((name) => [name, Object.keys(values[name] ?? {})]));
}
