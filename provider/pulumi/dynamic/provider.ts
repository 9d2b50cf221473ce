// The dynamic provider, published as `pulumi-dispersed/host`. Every state holds the text
// `require("pulumi-dispersed/host").provider("Job")`, so neither that path nor the name `provider`
// nor a type's name may ever change. Loads without the Pulumi SDK: 45 ms instead of 500.
import { systemClock } from "../../api/clock";
import { systemEntropy } from "../../api/entropy";
import { errorMessage } from "../../api/errors/errors";
import { checkWithDefaults } from "../../resources/contract/checkWithDefaults";
import { contextOf, withGeneration } from "../../resources/schema/hiddenContext";
import { resolveDefaults, type JobDefaults } from "../../resources/job/defaults";
import type { ResourceDefinition } from "../../resources/contract/definition";
import type { ResourceEffects } from "../../resources/contract/effects";
import type { Finding, Properties } from "../../resources/schema/types";
import { diff as diffProperties } from "../../resources/schema/diff";
import type { Estimate } from "../../resources/pricing/estimateText";
import { findingText } from "../../resources/schema/findingText";
import { drawGeneration } from "../../resources/job/marker";
import { isPartialFailure } from "../../resources/contract/partialFailure";
import { environment, type Connection } from "../../host/providerProcess";
import type * as functionHost from "./invoke";
import { hostLog, hostProcess, listenToEngine } from "./process";
import {
  deleteResource,
  goneWords,
  isLookUp,
  newJobFor,
  requireDefinition,
  resourceEffects,
  resourceLog,
  topLevel,
  withoutHidden,
} from "../../host/operation";
import { hostSealFor, type HostSeal } from "../../host/sealing";
import { decodeObject, type PlainObject } from "../../host/propertyValues";

const { engineLifetime, journal, processJobs } = hostProcess;

/** Name of the property that holds a dynamic resource's provider. */
const PROVIDER = "__provider";

/** What Pulumi's host of dynamic providers calls: the contract of `pulumi.dynamic`. */
export interface DynamicProvider {
  configure(request: { config: { get(key: string): string | undefined } }): void;
  check(
    olds: PlainObject,
    news: PlainObject,
  ): Promise<{ inputs: PlainObject; failures: { property: string; reason: string }[] }>;
  diff(
    id: string,
    olds: PlainObject,
    news: PlainObject,
  ): Promise<{ changes?: boolean; replaces?: string[]; deleteBeforeReplace?: boolean }>;
  create(inputs: PlainObject): Promise<{ id: string; outs: PlainObject }>;
  read(
    id: string,
    props: PlainObject,
  ): Promise<{ id?: string; props?: PlainObject; inputs?: PlainObject }>;
  update(id: string, olds: PlainObject, news: PlainObject): Promise<{ outs: PlainObject }>;
  delete(id: string, props: PlainObject): Promise<void>;
}

/**
 * The provider of a resource type.
 *
 * @param type such as `Job`.
 * @throws Error for a type that this version does not have.
 */
export function provider(type: string): DynamicProvider {
  return createDynamicProvider(requireDefinition(type));
}

/** Calls a function of this package, for the SDK: see `invoke` in `invoke.ts`. */
export async function invoke(
  ...question: Parameters<typeof functionHost.invoke>
): Promise<PlainObject> {
  return questions().invoke(...question);
}

/** Estimates what jobs would cost, for the SDK: see `estimate` in `invoke.ts`. */
export async function estimate(
  ...question: Parameters<typeof functionHost.estimate>
): Promise<Estimate | undefined> {
  return questions().estimate(...question);
}

/** Loaded with the first call: most processes only work on resources. */
function questions(): typeof functionHost {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import() here needs a file ending that the tests' loader does not know
  return require("./invoke") as typeof functionHost;
}

function createDynamicProvider(definition: ResourceDefinition): DynamicProvider {
  const seal = hostSealFor(definition);
  let settings: ((key: string) => string | undefined) | undefined;
  const get = (key: string): string | undefined => settings?.(key);
  // Resolved at every use, so that a wrong configuration fails every time and not only once.
  const connected = (): Connection => hostProcess.connect(get);
  const inherited = (): JobDefaults => resolveDefaults({ get, env: environment });
  const effectsFor = (properties: Properties): ResourceEffects =>
    resourceEffects(connected(), definition, properties, hostLog);
  return {
    configure({ config }) {
      // The host does not wait for this call, so nothing here may take time.
      listenToEngine();
      settings = (key) => config.get(key);
    },

    async check(olds, news) {
      return orPlainError(seal, news, () => {
        const oldInputs = propertiesOf(olds);
        const written = propertiesOf(news);
        definition.recordState(processJobs, oldInputs, { inputs: written });
        const draw = (): string => drawGeneration(systemEntropy);
        const given = withGeneration(written, oldInputs, draw);
        const defaults = configured(inherited);
        const connection = configured(connected);
        const { maxStackHourlyUsd } = connection.value?.api.config ?? {};
        const checked = checkWithDefaults(
          definition,
          withoutHidden(given),
          defaults.value ?? {},
          newJobFor(processJobs, oldInputs, maxStackHourlyUsd, contextOf(written).owner),
        );
        const inputs = { ...given, ...checked.inputs };
        const log = resourceLog(definition, inputs, hostLog);
        for (const warning of checked.warnings) log.warn(findingText(warning));
        return {
          inputs: seal(inputs),
          failures: [
            ...checked.failures.map(withoutProperty),
            ...(defaults.failures ?? connection.failures ?? []),
          ],
        };
      });
    },

    async diff(_id, olds, news) {
      return orPlainError(seal, news, () => {
        const outputs = propertiesOf(olds);
        const inputs = propertiesOf(news);
        definition.recordState(processJobs, outputs, { inputs });
        const changes = diffProperties(definition, outputs, inputs, systemClock.nowMs());
        const log = resourceLog(definition, inputs, hostLog);
        for (const { reason } of changes) if (reason !== undefined) log.info(reason);
        for (const line of definition.recall?.(journal, outputs, inputs) ?? []) log.warn(line);
        // A job that the plugin bought: without the provider in its outputs, the host could never read
        // or delete it. An update puts it there.
        if (changes.length === 0) return { changes: !(PROVIDER in olds) };
        const replaces = changes.filter((change) => change.replaces).map(topLevel);
        const inInputs = changes.some((change) => topLevel(change) in definition.inputs.shape);
        return {
          // Left open, the engine compares the inputs itself: it then knows which ones changed,
          // for its display and for the option replaceOnChanges. It cannot see the outputs.
          ...(inInputs ? {} : { changes: true }),
          replaces: [...new Set(replaces)],
          deleteBeforeReplace: true,
        };
      });
    },

    async create(inputs) {
      return orPlainError(seal, inputs, async () => {
        const { id, outputs } = await definition.create(effectsFor(inputs), propertiesOf(inputs));
        return { id, outs: seal(outputs) };
      });
    },

    async read(id, props) {
      return orPlainError(seal, props, async () => {
        const outputs = propertiesOf(props);
        definition.recordState(processJobs, outputs, { isRead: true });
        const effects = effectsFor(outputs);
        const existing = await definition.read(effects, id, outputs);
        if (existing === undefined) {
          effects.log.warn(goneWords(id));
          return {};
        }
        const read = { id: existing.id, props: seal(existing.outputs) };
        // The engine has the inputs as check made them: others would show as a change of the program.
        return isLookUp(outputs) ? { ...read, inputs: seal(existing.inputs) } : read;
      });
    },

    async update(id, olds, news) {
      return orPlainError(seal, news, async () => {
        const inputs = propertiesOf(news);
        const outputs = propertiesOf(olds);
        definition.recordState(processJobs, outputs, { inputs });
        const effects = effectsFor({ ...outputs, ...inputs });
        const updated = await definition.update(effects, id, outputs, inputs);
        return { outs: seal(updated) };
      });
    },

    async delete(id, props) {
      return orPlainError(seal, props, async () => {
        const outputs = propertiesOf(props);
        definition.recordState(processJobs, outputs);
        await deleteResource(definition, effectsFor(outputs), id, outputs);
      });
    },
  };
}

function propertiesOf(values: PlainObject): PlainObject {
  return decodeObject({ ...values, [PROVIDER]: undefined });
}

/** The engine prints the value of a property that a failure names, and it may be a secret. */
function withoutProperty(failure: Finding): Finding {
  return { property: "", reason: findingText(failure) };
}

/** A preview already says what is wrong with the configuration, before anyone waits for more. */
function configured<T>(resolve: () => T): {
  readonly value?: T;
  readonly failures?: readonly Finding[];
} {
  try {
    return { value: resolve() };
  } catch (error) {
    return { failures: [{ property: "", reason: errorMessage(error) }] };
  }
}

/**
 * Converts anything thrown into an error that Pulumi's host can return: with a message and, where
 * an id exists, everything the engine needs to keep the resource. Without `__provider` among the
 * properties, the engine could never work on the resource again.
 */
async function orPlainError<T>(
  seal: HostSeal,
  values: PlainObject,
  operation: () => T | Promise<T>,
): Promise<T> {
  try {
    return await engineLifetime.during(async () => operation());
  } catch (thrown) {
    const error = new Error(errorMessage(thrown));
    // The host prints the stack to the user, who can do nothing with it.
    error.stack = "";
    if (!isPartialFailure(thrown)) throw error;
    throw Object.assign(error, {
      id: thrown.id,
      reasons: thrown.reasons.map(String),
      properties: { ...seal(thrown.outputs), [PROVIDER]: values[PROVIDER] },
    });
  }
}
