// The path of a request to the API: logged, read, authenticated, perhaps struck by a fault, handled.
import type { Claim } from "../auth/authenticate";
import type { Clock } from "../state/clock";
import type { FaultScript } from "../faults/faultScript";
import { strikeReply, strikeRequest } from "../faults/strike";
import { type Exchange, type Outcome, statusOf } from "./exchange";
import type { ReceivedBody } from "./receivedBody";
import { errorReply, HttpError, jsonAnswer, type Reply } from "./reply";
import { noSuchRoute, type RouteMatch, routeName, type RouteTable } from "./routeTable";
import type { Handler } from "./server";
import type { Nodes } from "../jobs/nodes";
import type { RateLimiter } from "./rateLimiter";
import type { RequestLog } from "./requestLog";
import type { SettingsKeeper } from "../knobs/settingsKeeper";
import { spell } from "../knobs/spelling";

interface Means {
  readonly findRoute: RouteTable;
  /** The account that signed a request; throws a 401. */
  readonly authenticate: (claim: Claim) => string;
  readonly faults: FaultScript;
  readonly nodes: Nodes;
  readonly log: RequestLog;
  readonly clock: Clock;
  readonly settings: SettingsKeeper;
  readonly rateLimiter: RateLimiter;
}

/** Makes the handler of everything under /v1. */
export function createApiHandler(means: Means): Handler {
  const { findRoute, log, clock } = means;
  return async (exchange) => {
    const { method, pathname, query, headers } = exchange;
    const match = findRoute(method, pathname);
    const nonce = headers["x-nonce"];
    const noteStatus = log.begin({
      method,
      path: match?.route.path ?? pathname,
      uuid: match?.params["uuid"] ?? null,
      query,
      nonce: typeof nonce === "string" ? nonce : null,
      at: clock.now(),
    });
    const outcome = await answer(exchange, match, means).catch((error: unknown): Outcome => ({
      kind: "reply",
      reply: errorReply(error),
    }));
    const status = statusOf(outcome);
    if (status !== null) {
      noteStatus(status);
    }
    return outcome;
  };
}

async function answer(
  exchange: Exchange,
  match: RouteMatch | undefined,
  means: Means,
): Promise<Outcome> {
  const { authenticate, faults, nodes, settings, rateLimiter } = means;
  if (match === undefined) {
    await exchange.receiveBody();
    throw noSuchRoute(exchange.method, exchange.pathname);
  }
  const strikes = faults.begin(routeName(match.route));
  const unread = await strikeRequest(strikes, "before-read", means);
  if (unread !== undefined) {
    return unread;
  }
  const body = await exchange.receiveBody();
  // Before the other faults, so that a client that repeats a nonce after an outage is found out.
  const account = authenticate({ ...exchange, body });
  const waitMs = rateLimiter(account);
  if (waitMs > 0) {
    return tooManyRequests(waitMs);
  }
  requireJsonType(exchange, body);

  const { params } = match;
  const work = async (): Promise<Reply> => {
    const reply = await match.route.handle({ params, query: exchange.query, body, account });
    await nodes.settle();
    return reply;
  };
  const uncommitted = await strikeRequest(strikes, "before-commit", means, () => {
    // The client has gone, so there is no one to refuse.
    work().catch(() => undefined);
  });
  if (uncommitted !== undefined) {
    return uncommitted;
  }
  await nodes.settle();
  const { status, body: truth } = await work();
  const bare = spell(truth, settings);
  const isWrapped = match.route.answersOne === true && settings.current().envelope === "data";
  const reply = { status, body: isWrapped ? { data: bare } : bare };
  return strikeReply(strikes, reply, means);
}

function tooManyRequests(waitMs: number): Outcome {
  const error = new HttpError(429, "rate_limited", "Too many requests; see Retry-After.");
  const answer = jsonAnswer(errorReply(error));
  const headers = { ...answer.headers, "Retry-After": String(Math.ceil(waitMs / 1000)) };
  return { kind: "verbatim", ...answer, headers };
}

function requireJsonType({ headers }: Exchange, body: ReceivedBody): void {
  const type = headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (body.bytes.length > 0 && type !== "application/json") {
    throw new HttpError(415, "unsupported_media_type", "Content-Type must be application/json.");
  }
}
