/**
 * GPU jobs on Dispersed as Pulumi resources, and questions to the service as functions.
 *
 * @packageDocumentation
 */
export { DevBox } from "./components/devBox";
export type { DevBoxConnection } from "./components/devBox";
export type { DevBoxArgs } from "./generated/devBoxArgs";
export { BatchRun } from "./components/batchRun";
export type { BatchRunArgs } from "./generated/batchRunArgs";
export { JobFleet } from "./components/jobFleet";
export type { JobFleetArgs } from "./components/jobFleet";
export type { FleetJobArgs } from "./generated/jobFleetArgs";
export { getGpus, getGpusOutput } from "./generated/getGpus";
export type { GetGpusArgs, GetGpusOutputArgs, GetGpusResult, Gpu } from "./generated/getGpus";
export { getJob, getJobOutput } from "./generated/getJob";
export type { GetJobArgs, GetJobOutputArgs, GetJobResult } from "./generated/getJob";
export { getJobLogs, getJobLogsOutput } from "./generated/getJobLogs";
export type {
  GetJobLogsArgs,
  GetJobLogsOutputArgs,
  GetJobLogsResult,
} from "./generated/getJobLogs";
export { getJobRuns, getJobRunsOutput } from "./generated/getJobRuns";
export type {
  GetJobRunsArgs,
  GetJobRunsOutputArgs,
  GetJobRunsResult,
  JobRun,
} from "./generated/getJobRuns";
export { getJobs, getJobsOutput } from "./generated/getJobs";
export type {
  GetJobsArgs,
  GetJobsOutputArgs,
  GetJobsResult,
  JobSummary,
} from "./generated/getJobs";
export {
  getLedgerTransactions,
  getLedgerTransactionsOutput,
} from "./generated/getLedgerTransactions";
export type {
  GetLedgerTransactionsArgs,
  GetLedgerTransactionsOutputArgs,
  GetLedgerTransactionsResult,
  LedgerTransaction,
} from "./generated/getLedgerTransactions";
export { getOffers, getOffersOutput } from "./generated/getOffers";
export type {
  GetOffersArgs,
  GetOffersOutputArgs,
  GetOffersResult,
  Offer,
  OfferGpu,
} from "./generated/getOffers";
export { getOrphanedJobs, getOrphanedJobsOutput } from "./generated/getOrphanedJobs";
export type {
  GetOrphanedJobsArgs,
  GetOrphanedJobsOutputArgs,
  GetOrphanedJobsResult,
  OrphanedJob,
} from "./generated/getOrphanedJobs";
export { getRecipe, getRecipeOutput } from "./generated/getRecipe";
export type {
  GetRecipeArgs,
  GetRecipeOutputArgs,
  GetRecipeResult,
  RecipeInput,
  RecipeInputOption,
  RecipeTemplate,
} from "./generated/getRecipe";
export { getRecipes, getRecipesOutput } from "./generated/getRecipes";
export type {
  GetRecipesArgs,
  GetRecipesOutputArgs,
  GetRecipesResult,
  RecipeSummary,
} from "./generated/getRecipes";
export { Job } from "./generated/job";
export type {
  Container,
  ContainerArgs,
  ContainerRegistry,
  ContainerRegistryArgs,
  ContainerVolume,
  ContainerVolumeArgs,
  Endpoint,
  GpuPreference,
  GpuPreferenceArgs,
  JobArgs,
  NodeUrl,
  Placement,
  PlacementAttempt,
  SshEndpoint,
  WaitProbe,
  WaitProbeArgs,
} from "./generated/job";
export { JobFromRecipe } from "./generated/jobFromRecipe";
export type {
  ContainerOverrides,
  ContainerOverridesArgs,
  JobFromRecipeArgs,
} from "./generated/jobFromRecipe";
export { SshKey } from "./generated/sshKey";
export type { SshKeyArgs } from "./generated/sshKey";
export { JobQuorum } from "./generated/jobQuorum";
export type { JobQuorumArgs, QuorumJob, QuorumJobArgs } from "./generated/jobQuorum";
export { Provider } from "./provider";
export type { DefaultsArgs, ProviderArgs } from "./provider";
