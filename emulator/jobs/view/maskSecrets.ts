import type { JobRequest } from "../request/jobRequest";

type Parameters = JobRequest["parameters"];

/** A copy in which the registry secrets read `***`. */
export function maskSecrets({ type, parameters }: Parameters): Parameters {
  const { volumes } = parameters;
  return {
    type,
    parameters: { ...mask(parameters), ...(volumes && { volumes: volumes.map(mask) }) },
  };
}

function mask<T extends { secret?: string | undefined }>(holder: T): T {
  return holder.secret === undefined ? holder : { ...holder, secret: "***" };
}
