// Parts of the Pulumi SDK that its declarations leave out, and that its own server of components uses in the same way.
// The SDK is in the bundle, so it is always the one that the tests ran.
import type * as pulumi from "@pulumi/pulumi";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Map as MessageMap } from "google-protobuf";
import { LogSeverity, type LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import type { ConstructRequest } from "@pulumi/pulumi/proto/provider_pb";
import * as server from "@pulumi/pulumi/provider/server";
import * as resources from "@pulumi/pulumi/resource";
import * as config from "@pulumi/pulumi/runtime/config";
import * as hooks from "@pulumi/pulumi/runtime/resource";
import * as rpc from "@pulumi/pulumi/runtime/rpc";
import * as settings from "@pulumi/pulumi/runtime/settings";
import * as state from "@pulumi/pulumi/runtime/state";

type Dependencies = MessageMap<string, ConstructRequest.PropertyDependencies>;

interface LogClient {
  log(request: LogRequest, done: () => void): void;
}

/** What is used of the SDK's runtime. */
interface Internals {
  /** Runs something with a store of its own: two components may be made at once. */
  withLocalStorage<T>(run: () => Promise<T>): Promise<T>;
  awaitFeatureSupport(): Promise<void>;
  /** What the SDK's log goes to. */
  getEngine(): LogClient | undefined;
  /** Ends when every registration has its answer. */
  waitForRPCs(): Promise<void>;
  setAllConfig(values: Record<string, string>, secretKeys: readonly string[]): void;
  deserializeInputs(
    inputs: Struct | undefined,
    dependencies: Dependencies,
  ): Promise<Record<string, unknown>>;
  serializeResourceProperties(
    label: string,
    properties: object,
  ): Promise<[Record<string, unknown>, Map<string, Set<pulumi.Resource>>]>;
  deserializeProperty(value: unknown, keepUnknowns: boolean): unknown;
  hookBindingFromProto(
    binding: ConstructRequest.ResourceHooksBinding | undefined,
  ): pulumi.ResourceHookBinding | undefined;
  /** A resource of which only the URN is known. */
  readonly DependencyResource: new (urn: string) => pulumi.Resource;
  /** A provider of which only the reference is known. */
  readonly DependencyProviderResource: new (reference: string) => pulumi.ProviderResource;
}

/** The parts, by the names that they have in the SDK. */
export const internals = {
  ...state,
  ...settings,
  ...config,
  ...hooks,
  ...rpc,
  ...server,
  ...resources,
} as unknown as Internals;

/** Connects the store of this call to the program's engine. */
export async function connect(request: ConstructRequest, engineAddress: string): Promise<void> {
  settings.resetOptions(
    request.getProject(),
    request.getStack(),
    request.getParallel(),
    engineAddress,
    request.getMonitorendpoint(),
    request.getDryrun(),
    request.getOrganization(),
  );
  dropDebugLines(internals.getEngine());
  await internals.awaitFeatureSupport();
  const values = Object.fromEntries(request.getConfigMap().toArray());
  internals.setAllConfig(values, request.getConfigsecretkeysList());
}

/** The SDK's debug lines have every property in clear, and `pulumi up --json` prints them. */
function dropDebugLines(engine: LogClient | undefined): void {
  if (engine === undefined) return;
  const log = engine.log.bind(engine);
  engine.log = (request, done) => {
    if (request.getSeverity() === LogSeverity.DEBUG) done();
    else log(request, done);
  };
}
