// The schemas that the API's description names, made from the forms that the emulator checks and
// answers with.
import * as z from "zod";
import { consumerProfileAnswer } from "../accounts/consumerProfileAnswer";
import { transactionAnswer } from "../billing/transactionAnswer";
import { errorAnswer } from "../http/errorAnswer";
import { jobAnswer } from "../jobs/view/jobAnswer";
import {
  containerForm,
  cookRequestForm,
  jobRequestForm,
  volumeForm,
} from "../jobs/request/jobRequestForm";
import { jobRunAnswer, jobRunWithLogsAnswer, nodeUrlAnswer } from "../jobs/view/jobRunAnswer";
import { gpuAnswer } from "../market/gpuAnswer";
import { offerAnswer } from "../market/offerAnswer";
import { recipeAnswer } from "../recipes/recipeAnswer";

/** A JSON schema. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const named = {
  ComputeLedgerTransaction: transactionAnswer,
  ConsumerProfile: consumerProfileAnswer,
  Container: containerForm,
  CookRequest: cookRequestForm,
  Error: errorAnswer,
  Gpu: gpuAnswer,
  Job: jobAnswer,
  JobRecipe: recipeAnswer,
  JobRequest: jobRequestForm,
  JobRun: jobRunAnswer,
  JobRunWithLogs: jobRunWithLogsAnswer,
  NodeUrl: nodeUrlAnswer,
  Offer: offerAnswer,
  Volume: volumeForm,
} as const;

const registry = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries(named)) {
  registry.add(schema, { id });
}

const uri = (id: string): string => `#/components/schemas/${id}`;

/** The named schemas by their names. */
export function componentSchemas(): Record<string, JsonSchema> {
  // "input", because a client need not send what has a default, and may be answered more.
  const { schemas } = z.toJSONSchema(registry, { io: "input", uri });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, withoutDialect(schema)]),
  );
}

/** A schema where it is used: a reference to a named one, else the schema itself. */
export function schemaOf(schema: z.ZodType): JsonSchema {
  const id = registry.get(schema)?.id;
  return id === undefined
    ? withoutDialect(z.toJSONSchema(schema, { io: "input" }))
    : { $ref: uri(id) };
}

/** OpenAPI 3.1 has a dialect of its own, and its components are found by their place. */
function withoutDialect(schema: object): JsonSchema {
  return Object.fromEntries(
    Object.entries(schema).filter(([name]) => name !== "$schema" && name !== "$id"),
  );
}
