/**
 * GPU jobs on Dispersed as Pulumi resources.
 *
 * @packageDocumentation
 */
export { Job } from "./generated/job";
export type {
  Container,
  ContainerArgs,
  ContainerRegistry,
  ContainerRegistryArgs,
  ContainerVolume,
  ContainerVolumeArgs,
  Endpoint,
  JobArgs,
  NodeUrl,
  SshEndpoint,
} from "./generated/job";
export { Provider } from "./provider";
export type { ProviderArgs } from "./provider";
