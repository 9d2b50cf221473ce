import type { IncomingHttpHeaders } from "node:http";
import { HttpError } from "./reply";

const loopbackHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/**
 * Refuses what a web page could send to an unsigned endpoint: browsers add `Origin` to requests
 * that change things, and a page that rebinds its own name to 127.0.0.1 betrays itself by `Host`.
 */
export function loopbackOnly(headers: IncomingHttpHeaders): void {
  if (headers.origin !== undefined || !loopbackHost.test(headers.host ?? "")) {
    throw new HttpError(403, "not_local", "Only programs on this machine may use this endpoint.");
  }
}
