// What an operation is given, in four groups. A function asks for the groups that it uses.
import type { ApiClient } from "../../api/http/client";
import type { Clock } from "../../api/clock";
import type { Entropy } from "../../api/entropy";
import type { Log } from "../../api/log";
import type { JobDetails } from "../../api/endpoints/jobs";
import type { Poller } from "../../api/polling/poller";
import type { Redact } from "../../api/errors/redact";
import type { Recipe } from "../../api/endpoints/recipes";
import type { SharedJobList } from "../account/sharedJobList";
import type { JobReader } from "../account/batchReader";
import type { DuplicateChecks } from "../account/duplicateChecks";
import type { InterruptedJobs } from "../account/interruptedJobs";
import type { JobDetailsSnapshot } from "../account/fetchJobs";
import type { Journal } from "../account/journal";
import type { ProcessJobs } from "../account/processJobs";
import type { RunProbe } from "../job/waitFor";
import type { ObservedJobs } from "../account/observedJobs";
import type { StackBudget } from "../pricing/stackBudget";

/** The service, as the stack's key sees it. */
export interface ServiceAccess {
  readonly api: ApiClient;
  /** Reads a recipe, each once. */
  readonly recipe: (uuid: string) => Promise<Recipe>;
}

/** What belongs to the operation itself. */
export interface OperationContext {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
  /** Hides the secrets of the resource that is worked on, which the service may repeat. */
  readonly redact: Redact;
  /** Aborts when the result is no longer wanted. */
  readonly signal: AbortSignal;
}

/** Reads of jobs. The operations of a process share their requests. */
export interface JobReads {
  /** Polls jobs that are waited for. */
  readonly jobPoller: Poller<JobDetailsSnapshot>;
  /** Reads a job once, as a refresh does. */
  readonly jobReader: JobReader<JobDetailsSnapshot>;
  /** Polls jobs that were cancelled, without their runs. */
  readonly statusPoller: Poller<JobDetails>;
  /** Reads a job before it is cancelled, without its runs. */
  readonly statusReader: JobReader<JobDetails>;
  /** What the service has shown the process of single jobs. */
  readonly observedJobs: ObservedJobs;
  /** The list of the account's jobs. */
  readonly jobList: SharedJobList;
  /** Probes a port of a job from outside. */
  readonly probe: RunProbe;
}

/** What is known of purchases, and what keeps them within limits. */
export interface PurchaseRecords {
  /** What the process knows of jobs. */
  readonly processJobs: ProcessJobs;
  /** What the machine knows of purchases. */
  readonly journal: Journal;
  /** Jobs of killed runs that no resource of the program accounts for. */
  readonly interruptedJobs: InterruptedJobs;
  /** Looks for duplicate jobs after creates. */
  readonly duplicateChecks: DuplicateChecks;
  /** Enforces the stack's price cap among the creates of the process. */
  readonly budget: StackBudget;
}

/** Everything that an operation of a resource is given. */
export interface ResourceEffects
  extends ServiceAccess, OperationContext, JobReads, PurchaseRecords {}
