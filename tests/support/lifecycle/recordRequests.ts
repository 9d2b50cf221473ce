import type { Emulator } from "../../../emulator";

/** Starts to note requests; the returned function tells them, as `GET /v1/jobs/{uuid}`. */
export function recordRequests(emulator: Emulator): () => string[] {
  const before = emulator.requests().length;
  return () =>
    emulator
      .requests()
      .slice(before)
      .map(({ method, path }) => `${method} ${path}`);
}
