// The OpenAPI description of the API, made from the routes and the forms that the emulator itself
// works with.
import type { Settings } from "../knobs/settings";
import type { ApiRoute } from "./apiRoute";
import { componentSchemas, schemaOf } from "./components";
import { listParameters, listSchema, queryParameters } from "./listParameters";
import { refusalsOf } from "./refusals";
import { security, securitySchemes } from "./signature";

const about = `What is known of the Dispersed API, as this emulator plays it. It is not the vendor's own
description. Every status code and the form of errors are guesses; so is what a description calls one.`;

/** The settings that change the form of responses. */
type AnswerSettings = Pick<Settings, "createStatus" | "envelope">;

/** Draws up the document. */
export function openApiDocument(routes: readonly ApiRoute[], settings: AnswerSettings): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    (paths[route.path] ??= {})[route.method.toLowerCase()] = operation(route, settings);
  }
  return {
    openapi: "3.1.0",
    info: { title: "Dispersed API", version: "v1", description: about },
    servers: [{ url: "/", description: "This emulator" }],
    security,
    paths,
    components: { schemas: componentSchemas(), parameters: listParameters, securitySchemes },
  };
}

function operation(route: ApiRoute, settings: AnswerSettings): object {
  const { operationId, summary, body, filters } = route.description;
  return {
    operationId,
    summary,
    tags: [familyOf(route.path)],
    parameters: [
      ...pathParameters(route.path),
      ...(filters === undefined ? [] : queryParameters(filters)),
    ],
    ...(body === undefined
      ? {}
      : { requestBody: { required: body.isRequired, content: json(schemaOf(body.form)) } }),
    responses: { ...success(route, settings), ...refusalsOf(route) },
  };
}

function success(
  { answersOne, description: { answer, filters, creates, summary } }: ApiRoute,
  { createStatus, envelope }: AnswerSettings,
): Record<string, object> {
  const bare = filters === undefined ? schemaOf(answer) : listSchema(schemaOf(answer));
  const schema =
    answersOne === true && envelope === "data"
      ? { type: "object", properties: { data: bare }, required: ["data"] }
      : bare;
  const status = creates === true ? createStatus : 200;
  return { [status]: { description: summary, content: json(schema) } };
}

const json = (schema: object): object => ({ "application/json": { schema } });

/** `jobs` for `/v1/jobs/{uuid}/cancel`, `compute` for everything under `/v1/compute`. */
function familyOf(path: string): string {
  return path.split("/")[2] ?? path;
}

function pathParameters(path: string): object[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string", format: "uuid" },
  }));
}
