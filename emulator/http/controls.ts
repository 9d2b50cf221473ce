// What a test or a developer can do to the emulated network behind the API's back.
import { billUsd } from "../billing/bill";
import type { KeyRing, KeyRotation } from "../auth/keyRing";
import type { Clock } from "../state/clock";
import type { ScriptedFault } from "../faults/fault";
import type { FaultScript } from "../faults/faultScript";
import { type Fault, readNextFault } from "../faults/nextFault";
import { parseFault, parseFaultScript } from "../faults/parseFaultScript";
import type { CreateJob } from "../jobs/request/createJob";
import type { Json } from "./json";
import { HttpError } from "./reply";
import { hasEnded, liveRun } from "../jobs/job";
import type { EndStatus } from "../jobs/status";
import { findJob } from "../state/findJob";
import type { JobStore } from "../state/jobStore";
import { drawUpLedger, type Ledger } from "../state/ledger";
import { end, loseNode } from "../jobs/lifeCycle";
import type { Nodes } from "../jobs/nodes";
import type { RequestLog } from "./requestLog";
import type { Settings, SettingsChanges } from "../knobs/settings";
import type { SettingsKeeper } from "../knobs/settingsKeeper";
import { type Snapshot, takeSnapshot } from "../state/snapshot";

/** How a job is made to end. */
export interface JobEnding {
  readonly status: EndStatus;
  /** Becomes the job's `status_reason`. */
  readonly reason?: string | undefined;
}

/** The powers over a running emulator. */
export interface Controls {
  /** Every job of every account, and how many requests the API has had. */
  ledger(): Ledger;
  /** What all runs of all accounts have cost so far, in US dollars. */
  bill(): number;
  /** All jobs as plain JSON, for the option `snapshot` of a later emulator. */
  snapshot(): Promise<Snapshot>;
  /**
   * Makes a job of the first account, as the console would, and answers it as the API does.
   *
   * @param request properties of a create request; those that are left out are a GPU box's.
   */
  createJob(request?: Readonly<Record<string, Json>>): { readonly uuid: string };
  /** Ends a live job, as the console would; its ports are closed on return. */
  endJob(uuid: string, ending: JobEnding): Promise<void>;
  /**
   * Lets the node of a job die. The job goes to another node while it has retries left, and has
   * FAILED otherwise. Refused for a job that is on no node.
   */
  killNode(uuid: string): Promise<void>;
  /**
   * Makes the API forget a job, as its retention would. The ledger keeps it as it was. A job that
   * has not ended is refused unless `force` is set; it then never changes again.
   */
  forgetJob(uuid: string, options?: { readonly force?: boolean | undefined }): void;
  /** Orders a fault for the next requests on a route. */
  failNext(fault: Fault): void;
  /** Orders the faults of a script; a script with a mistake in it is refused as a whole. */
  addFaults(script: readonly ScriptedFault[]): void;
  /** Takes back every fault that was ordered and has not struck. */
  liftFaults(): void;
  /** The knobs as they are. */
  settings(): Settings;
  /** Turns the knobs that are named and leaves the others. */
  changeSettings(changes: SettingsChanges): void;
  /** Changes an accepted key pair: a new secret, or a whole new pair for the same account. */
  rotateKey(rotation: KeyRotation): void;
}

/** What a person might click together. */
const consoleJob = {
  title: "made in the console",
  task: "PERSISTENT",
  max_timeout_run_ms: null,
  gpu_count: 1,
  parameters: { type: "docker", parameters: { image: "otoy/dispersed-base" } },
};

interface Means {
  readonly makeJob: CreateJob;
  readonly store: JobStore;
  readonly nodes: Nodes;
  readonly clock: Clock;
  readonly log: RequestLog;
  readonly faults: FaultScript;
  /** The routes that faults can name. */
  readonly routes: readonly string[];
  readonly keys: KeyRing;
  readonly settings: SettingsKeeper;
}

/** Makes the {@link Controls} of an emulator. */
export function createControls({
  makeJob,
  store,
  nodes,
  clock,
  log,
  faults,
  routes,
  keys,
  settings,
}: Means): Controls {
  return {
    ledger: () => drawUpLedger(store.all(), { requests: log.count(), nowMs: clock.now() }),
    bill: () => billUsd(store.all(), clock.now()),
    snapshot: () => takeSnapshot({ store, nodes, clock }),
    createJob(request = {}) {
      const account = keys.firstAccount;
      const { body } = makeJob({ ...consoleJob, ...request }, { account, recipeUuid: null });
      return body as { readonly uuid: string };
    },
    async endJob(uuid, { status, reason }) {
      const job = findJob(store, uuid);
      if (hasEnded(job)) {
        throw new HttpError(409, "job_ended", `The job is already ${job.status}.`);
      }
      store.put(end(job, clock.now(), status, reason ?? null));
      await nodes.settle();
    },
    async killNode(uuid) {
      const job = findJob(store, uuid);
      if (liveRun(job) === null) {
        throw new HttpError(409, "no_node", `The job is ${job.status}, on no node.`);
      }
      store.put(loseNode(job, clock.now()));
      await nodes.settle();
    },
    forgetJob(uuid, { force = false } = {}) {
      const job = findJob(store, uuid);
      if (!hasEnded(job) && !force) {
        throw new HttpError(409, "job_alive", `The job is still ${job.status}.`);
      }
      store.put({ ...job, forgotten: true });
    },
    failNext(order) {
      const { fault, count } = readNextFault(order);
      faults.addNext(parseFault(fault, routes), count);
    },
    addFaults(script) {
      for (const fault of parseFaultScript(script, routes)) {
        faults.add(fault);
      }
    },
    liftFaults: () => faults.clear(),
    settings: () => settings.current(),
    changeSettings: (changes) => settings.change(changes),
    rotateKey(rotation) {
      if (!keys.rotate(rotation)) {
        throw new HttpError(404, "not_found", "replaces: is not an accepted key");
      }
    },
  };
}
