// One resource is one definition: the schemas that say what it is, and what is done with it.
import type { ApiClient } from "../../api/http/client";
import type { Inherited, JobDefaults } from "../job/defaults";
import type { Journal } from "../account/journal";
import type { ProcessJobs } from "../account/processJobs";
import type { CheckedDefinition, DiffedDefinition, Properties, Schemas } from "../schema/types";
import type { ResourceEffects } from "./effects";

/** A resource and its whole state. */
export interface Existing {
  readonly id: string;
  readonly outputs: Properties;
  /** The inputs as the user would write them. */
  readonly inputs: Properties;
}

/** The resource that an import makes. */
export interface ImportedAs {
  /** Its owner, without the namespace. */
  readonly owner: string;
  /** Whether the engine has written it into the state already, unless this is a preview. */
  readonly isInState: boolean;
}

/** A resource that no state of the stack has. */
export interface DescribedResource {
  /** The inputs that would have made it, as the user would write them. */
  readonly inputs: Properties;
  /**
   * Says that it is imported, and not only looked up.
   *
   * @throws DispersedError when another resource may hold it.
   */
  readonly takeAs: (importedAs: ImportedAs) => void;
}

/** How a resource that exists already is imported. */
export interface ResourceImports {
  /**
   * Finds a resource by its id.
   *
   * @param name logical name of the resource that asks.
   * @throws DispersedError that says why, when this key sees no such resource.
   */
  describe(effects: ResourceEffects, id: string, name: string): Promise<DescribedResource>;
  /** At most `limit` resources that could be imported. */
  list(
    api: ApiClient,
    limit: number,
  ): AsyncIterable<{ readonly id: string; readonly name: string }>;
}

/** How the engine shows a resource of the state. */
export interface Showing {
  /** The new inputs, where it is checked, compared or updated: it is in the program. */
  readonly inputs?: Properties;
  /** Whether the engine reads it: it may be one that the stack only looks up. */
  readonly isRead?: boolean;
  /** The resource that it is imported as, by its owner without the namespace. */
  readonly importedAs?: string | undefined;
}

/** What a resource is. The adapters in `provider/pulumi` know nothing else of it. */
export interface ResourceDefinition extends Schemas, CheckedDefinition, DiffedDefinition {
  readonly description: string;
  /** What the inputs become with the team's defaults. Pure. Absent where nothing is inherited. */
  readonly inherit?: (inputs: Properties, defaults: JobDefaults) => Inherited;
  /**
   * The outputs, besides the inputs, that an update is known to leave: `UNKNOWN` where it may change
   * them. Pure.
   *
   * @param nowMs Unix time in milliseconds.
   */
  planUpdate(outputs: Properties, inputs: Properties, nowMs: number): Properties;
  /**
   * Notes a resource of the state, by its inputs or outputs.
   *
   * @param shown how the engine shows it.
   * @throws DispersedError when the resource may not be worked on: another one has its job by now.
   */
  recordState(processJobs: ProcessJobs, properties: Properties, shown?: Showing): void;
  /**
   * What the journal says of earlier purchases of a resource that a state shows, each as a warning
   * for the user. No request is made. Absent where a resource buys nothing.
   */
  readonly recall?: (
    journal: Journal,
    outputs: Properties,
    inputs: Properties,
  ) => readonly string[];
  /** @throws PartialFailure as soon as an id exists, DispersedError before. */
  create(
    effects: ResourceEffects,
    inputs: Properties,
  ): Promise<{ id: string; outputs: Properties }>;
  /** `undefined` only when the resource is proven gone. */
  read(effects: ResourceEffects, id: string, outputs: Properties): Promise<Existing | undefined>;
  update(
    effects: ResourceEffects,
    id: string,
    outputs: Properties,
    inputs: Properties,
  ): Promise<Properties>;
  delete(effects: ResourceEffects, id: string, outputs: Properties): Promise<void>;
  /** Whether it may have changed since it was read; always where this is left out. Pure. */
  readonly mayChange?: (outputs: Properties) => boolean;
  /** Absent where a resource cannot be imported. */
  readonly imports?: ResourceImports;
}
