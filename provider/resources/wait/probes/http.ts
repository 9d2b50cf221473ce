import { request as requestPlain } from "node:http";
import { request as requestTls } from "node:https";

import type { Address } from "./tcp";

/**
 * Succeeds when a GET request is answered with the wanted status, by default any from 200 to 399.
 * Follows nothing, sends nothing of ours, reads no body; as with the other probes, a node's
 * certificate is not checked.
 */
export function probeHttp(
  { host, port, tls }: Address,
  { path, status }: { readonly path: string; readonly status?: number },
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { host, port, path, agent: false, signal, headers: { accept: "*/*" } };
    const request = tls
      ? requestTls({ ...options, rejectUnauthorized: false })
      : requestPlain(options);
    request.once("error", reject);
    request.once("response", (response) => {
      const { statusCode = 0 } = response;
      response.destroy();
      const isRight =
        status === undefined ? statusCode >= 200 && statusCode < 400 : statusCode === status;
      if (isRight) resolve();
      else reject(new Error(`its answer is ${statusCode}`));
    });
    request.end();
  });
}
