// The life of a resource, as the engine asks for it.
import { status as codes } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import {
  CheckResponse,
  CreateResponse,
  ReadResponse,
  UpdateResponse,
  type CheckRequest,
  type CreateRequest,
  type DeleteRequest,
  type DiffRequest,
  type DiffResponse,
  type ReadRequest,
  type UpdateRequest,
} from "@pulumi/pulumi/proto/provider_pb";

import { systemClock } from "../../api/clock";
import { checkWithDefaults } from "../../resources/contract/checkWithDefaults";
import { CONTEXT } from "../../resources/schema/hiddenContext";
import type { DescribedResource, ResourceDefinition } from "../../resources/contract/definition";
import type { ResourceEffects } from "../../resources/contract/effects";
import type { Properties } from "../../resources/schema/types";
import { diff as diffProperties } from "../../resources/schema/diff";
import { findingText } from "../../resources/schema/findingText";
import {
  deleteResource,
  goneWords,
  isLookUp,
  newJobFor,
  resourceEffects,
  resourceLog,
  withoutHidden,
} from "../../host/operation";
import { checkFailure } from "./checkFailure";
import { diffAnswer } from "./diffResponse";
import { createImportWatch } from "./importWatch";
import { keeping } from "./initFailure";
import {
  ownerOf,
  stackNameOf,
  withNativeContext,
  withoutTimeouts,
  withTimeout,
} from "./nativeContext";
import type { PluginSession } from "./session";
import { previewCreate, previewUpdate } from "../../host/preview";
import { RpcFailure } from "./rpcError";
import { sealFor } from "./sealing";
import { refuseStateless } from "./statelessCommand";
import { definitionOf, type Subject } from "./resourceRequest";
import { open } from "./wireValues";

/** The calls about resources. */
export interface ResourceCalls {
  readonly check: (request: CheckRequest) => CheckResponse;
  readonly diff: (request: DiffRequest) => DiffResponse;
  readonly create: (request: CreateRequest) => Promise<CreateResponse>;
  readonly read: (request: ReadRequest) => Promise<ReadResponse>;
  readonly update: (request: UpdateRequest) => Promise<UpdateResponse>;
  readonly delete: (request: DeleteRequest) => Promise<Empty>;
}

/** The calls about resources, for an engine. */
export function resourceCalls(session: PluginSession): ResourceCalls {
  const { journal, processJobs } = session.process;
  const imports = createImportWatch();
  const definitionFor = (subject: Subject): ResourceDefinition => {
    processJobs.stackName = stackNameOf(subject.getUrn());
    return definitionOf(subject);
  };
  const effectsFor = (subject: Subject, properties: Properties): ResourceEffects => {
    const definition = definitionOf(subject);
    // Named, although the engine shows the line beside the resource: a log file does not.
    const named = { ...properties, [CONTEXT]: { name: subject.getName(), ...hidden(properties) } };
    const log = session.log.about(subject.getUrn());
    return resourceEffects(session.connection(), definition, named, log);
  };

  return {
    check(request) {
      const definition = definitionFor(request);
      const news = open(request.getNews());
      const written = withoutHidden(news.values);
      const olds = open(request.getOlds()).values;
      const owner = ownerOf(request.getUrn());
      const newJob = newJobFor(processJobs, olds, session.stackCapUsd(), owner);
      const checked = checkWithDefaults(definition, written, session.defaults(), newJob);
      const inputs = withNativeContext(checked.inputs, {
        name: request.getName(),
        urn: request.getUrn(),
        olds,
        randomSeed: request.getRandomseed_asU8(),
      });
      definition.recordState(processJobs, olds, { inputs });
      imports.checked(request.getUrn(), CONTEXT in news.values);
      const log = resourceLog(definition, inputs, session.log.about(request.getUrn()));
      for (const warning of checked.warnings) log.warn(findingText(warning));
      return new CheckResponse()
        .setInputs(sealFor(definition, news.secrets)(inputs))
        .setFailuresList(checked.failures.map(checkFailure));
    },

    diff(request) {
      const definition = definitionFor(request);
      const outputs = withoutTimeouts(open(request.getOlds()).values);
      const inputs = withoutTimeouts(open(request.getNews()).values);
      definition.recordState(processJobs, outputs, { inputs });
      const changes = diffProperties(definition, outputs, inputs, systemClock.nowMs());
      const log = resourceLog(definition, inputs, session.log.about(request.getUrn()));
      for (const { reason } of changes) if (reason !== undefined) log.info(reason);
      for (const line of definition.recall?.(journal, outputs, inputs) ?? []) log.warn(line);
      return diffAnswer(definition, changes);
    },

    async create(request) {
      const definition = definitionFor(request);
      refuseStateless(request);
      const { values, secrets } = open(request.getProperties());
      const seal = sealFor(definition, secrets);
      if (request.getPreview()) {
        const { origin } = session.connection().api.config;
        return new CreateResponse().setProperties(seal(previewCreate(definition, values, origin)));
      }
      session.signal.throwIfAborted();
      const inputs = withTimeout(values, "create", request.getTimeout());
      return keeping(definition, seal, async () => {
        const { id, outputs } = await definition.create(effectsFor(request, inputs), inputs);
        return new CreateResponse()
          .setId(id)
          .setProperties(seal(outputs))
          .setRefreshBeforeUpdate(mayChange(definition, outputs));
      });
    },

    async read(request) {
      const definition = definitionFor(request);
      const olds = open(request.getProperties());
      const oldInputs = open(request.getInputs());
      definition.recordState(processJobs, olds.values, { isRead: true });
      const described = isLookUp(olds.values) ? await describe(request, definition) : undefined;
      const outputs = described?.outputs ?? olds.values;
      const effects = effectsFor(request, outputs);
      const existing = await definition.read(effects, request.getId(), outputs);
      if (existing === undefined) {
        effects.log.warn(goneWords(request.getId()));
        return new ReadResponse();
      }
      if (described !== undefined && !request.hasInputs()) {
        imports.found(request.getUrn(), (importedAs) => {
          described.takeAs(importedAs);
          const { owner } = importedAs;
          definition.recordState(processJobs, existing.outputs, {
            isRead: true,
            importedAs: owner,
          });
        });
      }
      const seal = sealFor(definition, [...olds.secrets, ...oldInputs.secrets]);
      return new ReadResponse()
        .setId(existing.id)
        .setProperties(seal(existing.outputs))
        .setInputs(seal(withContextOf(oldInputs.values, existing.inputs)))
        .setRefreshBeforeUpdate(mayChange(definition, existing.outputs));
    },

    async update(request) {
      const definition = definitionFor(request);
      const olds = open(request.getOlds());
      const news = open(request.getNews());
      const seal = sealFor(definition, [...olds.secrets, ...news.secrets]);
      if (request.getPreview()) {
        const known = previewUpdate(definition, olds.values, news.values, systemClock.nowMs());
        return new UpdateResponse().setProperties(seal(known));
      }
      const inputs = withTimeout(news.values, "update", request.getTimeout());
      // The same deadline on both sides, so that it does not count as a change.
      const outputs = withTimeout(olds.values, "update", request.getTimeout());
      definition.recordState(processJobs, outputs, { inputs });
      const effects = effectsFor(request, { ...outputs, ...inputs });
      return keeping(definition, seal, async () => {
        const updated = await definition.update(effects, request.getId(), outputs, inputs);
        return new UpdateResponse()
          .setProperties(seal(updated))
          .setRefreshBeforeUpdate(mayChange(definition, updated));
      });
    },

    async delete(request) {
      const definition = definitionFor(request);
      const { values } = open(request.getProperties());
      const outputs = withTimeout(values, "delete", request.getTimeout());
      definition.recordState(processJobs, outputs);
      const effects = effectsFor(request, outputs);
      await deleteResource(
        definition,
        effects,
        request.getId(),
        outputs,
        ownerOf(request.getUrn()),
      );
      return new Empty();
    },
  };

  /** A substitute for the state of a resource of which only the id is known. */
  async function describe(
    request: ReadRequest,
    definition: ResourceDefinition,
  ): Promise<{ readonly outputs: Properties; readonly takeAs: DescribedResource["takeAs"] }> {
    if (definition.imports === undefined) {
      throw new RpcFailure(
        `a resource of type ${definition.type} cannot be looked up by an id`,
        codes.UNIMPLEMENTED,
      );
    }
    const name = request.getName();
    const found = await definition.imports.describe(effectsFor(request, {}), request.getId(), name);
    const { inputs } = found;
    // As a program without these properties would have them: otherwise the import would show a
    // change.
    const inherited = definition.inherit?.(inputs, session.defaults()).inputs ?? inputs;
    return { ...found, outputs: { ...inherited, [CONTEXT]: { name } } };
  }
}

/** Inputs with the hidden part that check gave them: another would be a change of the program. */
function withContextOf(oldInputs: Properties, inputs: Properties): Properties {
  return { ...inputs, ...(CONTEXT in oldInputs ? { [CONTEXT]: oldInputs[CONTEXT] } : {}) };
}

function hidden(properties: Properties): Properties {
  return (properties[CONTEXT] ?? {}) as Properties;
}

/**
 * Whether the engine should refresh before the next update: a paid job may have ended unnoticed.
 */
function mayChange({ mayChange: may }: ResourceDefinition, outputs: Properties): boolean {
  return may?.(outputs) ?? true;
}
