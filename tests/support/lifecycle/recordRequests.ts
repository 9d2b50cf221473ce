import type { Emulator } from "../../../emulator";

/** Starts to record requests. The returned function lists them, such as `GET /v1/jobs/{uuid}`. */
export function recordRequests(emulator: Emulator): () => string[] {
  const before = emulator.requests().length;
  return () =>
    emulator
      .requests()
      .slice(before)
      .map(({ method, path }) => `${method} ${path}`);
}

/** The service's own words for a job that it does not know. */
export const NOT_FOUND = '{"error":{"code":"not_found","message":"There is no such job."}}';
