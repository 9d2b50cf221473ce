// The attempt loop: the only place that signs, sends and retries requests.
import { canonicalJson, canonicalQuery, type Query } from "../signing/canonical";
import type { Clock } from "../clock";
import type { ApiConfig } from "../config/config";
import {
  clockOffset,
  documentedVariant,
  otherDialect,
  type SigningVariant,
} from "../signing/signingVariant";
import type { Entropy } from "../entropy";
import { DispersedError, type ErrorKind } from "../errors/errors";
import {
  describeFailure,
  describeHeldBack,
  errorKindOf,
  factsOf,
  inShort,
} from "./describeFailure";
import { parseJson, type JsonObject } from "../json";
import type { Log } from "../log";
import { outcomeOf } from "./classifyAttempt";
import { createRedactor, type Redact } from "../errors/redact";
import { decideRetry } from "./retry";
import { sign } from "../signing/signing";
import { createTraffic, HeldBack, type AttemptResult, type Traffic } from "./requestScheduler";
import { TransportError, type Transport } from "./transport";

/** One call of the API, as an endpoint describes it. */
export interface ApiRequest {
  /** Route template for messages, such as `GET /v1/jobs/{uuid}`. */
  readonly endpoint: string;
  readonly method: "GET" | "POST" | "PUT";
  readonly pathname: string;
  readonly query?: Query;
  readonly body?: JsonObject;
  /** Whether sending it twice does no more than sending it once. */
  readonly repeatable: boolean;
  /** Hides values of the body that an answer might repeat. */
  readonly redact?: Redact | undefined;
  /** Puts the service's words about the body into the caller's. */
  readonly reword?: ((words: string) => string) | undefined;
  /**
   * Time for all attempts and the pauses between them; 60 s by default. It is paused while the
   * request is queued in this process and the queue moves.
   */
  readonly budgetMs?: number;
  /** Ends the call, also in the middle of an attempt. */
  readonly signal?: AbortSignal | undefined;
  /** Ends the call only between two attempts: an attempt in flight is waited for. */
  readonly gentleSignal?: AbortSignal | undefined;
  /**
   * Asked before the request is signed in another way after a refused signature: a proxy may have
   * refused it after passing it on. Default: yes.
   */
  readonly allowVariant?: (() => Promise<boolean>) | undefined;
  /** Called right before an attempt is sent; if it throws, the call ends and nothing is sent. */
  readonly beforeAttempt?: (() => void) | undefined;
}

/** A 2xx answer. */
export interface ApiAnswer {
  /** The parsed body; `undefined` when it is not JSON. */
  readonly json: unknown;
  /** Makes an error about this answer, with its facts and redacted. */
  error(kind: ErrorKind, message: string): DispersedError;
}

/** The effects a client needs. */
export interface ClientEffects {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly entropy: Entropy;
  /** Gets one line at debug level for each attempt: never a header, never a body. */
  readonly log?: Pick<Log, "debug"> | undefined;
}

const DEFAULT_BUDGET_MS = 60_000;
const ATTEMPT_TIMEOUT_MS = 30_000;

/** Calls one origin with one key. Remembers which signing variant that server accepts. */
export class ApiClient {
  readonly config: ApiConfig;
  readonly #effects: ClientEffects;
  readonly #traffic: Traffic;
  #signingVariant: SigningVariant = documentedVariant;
  #clockOffsetMs: number | undefined;

  constructor(config: ApiConfig, effects: ClientEffects) {
    this.config = config;
    this.#effects = effects;
    this.#traffic = createTraffic(config.maxConcurrency, effects.clock);
  }

  /**
   * The service's clock minus ours by its last response, in milliseconds; `undefined` before that.
   */
  get clockOffsetMs(): number | undefined {
    return this.#clockOffsetMs;
  }

  /**
   * Sends a request until it is answered, or until a retry would be wrong.
   *
   * @throws DispersedError: `notSent`, `rejected` or `ambiguous`.
   */
  async call(request: ApiRequest): Promise<ApiAnswer> {
    const { clock, entropy } = this.#effects;
    let deadlineMs = clock.monotonicMs() + (request.budgetMs ?? DEFAULT_BUDGET_MS);
    let throttles = 0;
    const tried: [SigningVariant, ...SigningVariant[]] = [this.#signingVariant];
    for (let attempt = 1; ; attempt += 1) {
      const signingVariant = tried.at(-1) ?? tried[0];
      const ended = await this.#attempt(request, signingVariant, attempt, deadlineMs);
      const { result } = ended;
      deadlineMs = ended.deadlineMs;
      const outcome = outcomeOf(result);
      this.#noteClock(result);
      if (outcome.kind === "throttled") throttles += 1;
      const toError = (kind: ErrorKind, message: string): DispersedError =>
        new DispersedError(kind, message, {
          endpoint: request.endpoint,
          attempts: attempt,
          redact: this.#redactorFor(request),
          ...factsOf(result),
        });
      // Any response except a refused signature shows that the variant was accepted.
      if (!(result instanceof TransportError) && result.status !== 401)
        this.#signingVariant = signingVariant;
      if (outcome.kind === "answered" && !(result instanceof TransportError)) {
        return { json: parseJson(result.body), error: toError };
      }
      const next = this.#afterRefusedSignature(request, result, tried);
      if (next !== undefined && (await request.allowVariant?.()) !== false) {
        tried.push(next);
        continue;
      }
      const decision = decideRetry({
        outcome,
        // A 429 must not use up the attempts for the next fault.
        attempt: outcome.kind === "throttled" ? throttles : attempt - throttles,
        remainingMs: deadlineMs - clock.monotonicMs(),
        random: entropy.fraction(),
        repeatable: request.repeatable,
      });
      if (decision === "stop" || !this.#traffic.mayRetry(outcome)) {
        throw toError(
          errorKindOf(outcome),
          describeFailure({
            endpoint: request.endpoint,
            config: this.config,
            result,
            attempts: attempt,
            nowMs: clock.nowMs(),
            reword: request.reword,
          }),
        );
      }
      await clock.sleep(decision.delayMs, request.signal ?? request.gentleSignal);
    }
  }

  /** One attempt, when the scheduler allows it, with one line in the debug log. */
  async #attempt(
    request: ApiRequest,
    signingVariant: SigningVariant,
    attempt: number,
    deadlineMs: number,
  ): Promise<{ readonly result: AttemptResult; readonly deadlineMs: number }> {
    const { clock, log } = this.#effects;
    const { gentleSignal, signal = gentleSignal } = request;
    let movedMs = deadlineMs;
    const send = async (endMs: number): Promise<AttemptResult> => {
      gentleSignal?.throwIfAborted();
      request.beforeAttempt?.();
      movedMs = endMs;
      const startMs = clock.monotonicMs();
      const result = await this.#send(
        request,
        signingVariant,
        attemptTimeoutMs(request, endMs - startMs),
      );
      const tookMs = Math.round(clock.monotonicMs() - startMs);
      log?.debug(`${request.endpoint}: ${inShort(result)}, attempt ${attempt}, ${tookMs} ms`);
      return result;
    };
    try {
      const result = await this.#traffic.run(send, { deadlineMs, signal });
      return { result, deadlineMs: movedMs };
    } catch (error) {
      if (!(error instanceof HeldBack)) throw error;
      throw new DispersedError("notSent", describeHeldBack(request, this.config, error), {
        endpoint: request.endpoint,
        attempts: attempt - 1,
      });
    }
  }

  #noteClock(result: AttemptResult): void {
    if (result instanceof TransportError) return;
    const offsetMs = clockOffset(result.headers["date"], this.#effects.clock.nowMs());
    this.#clockOffsetMs = offsetMs ?? this.#clockOffsetMs;
  }

  /** Signs at the moment of sending, so that no wait makes a signature stale. */
  async #send(
    request: ApiRequest,
    signingVariant: SigningVariant,
    timeoutMs: number,
  ): Promise<AttemptResult> {
    const { clock, entropy, transport } = this.#effects;
    const query = canonicalQuery(request.query ?? [], signingVariant.space);
    const body =
      request.body === undefined ? undefined : canonicalJson(request.body, signingVariant.body);
    const signature = sign(
      { publicKey: this.config.publicKey.value, secretKey: this.config.secretKey.value },
      {
        timestampMs: Math.round(clock.nowMs() + signingVariant.clockOffsetMs),
        nonce: entropy.nonce(),
        method: request.method,
        pathname: request.pathname,
        query,
        body,
      },
    );
    try {
      return await transport({
        method: request.method,
        origin: this.config.origin,
        pathname: request.pathname,
        query,
        headers: { ...signature, accept: "application/json", "content-type": "application/json" },
        body,
        timeoutMs,
        signal: request.signal,
      });
    } catch (error) {
      if (error instanceof TransportError) return error;
      throw error;
    }
  }

  #afterRefusedSignature(
    request: ApiRequest,
    result: AttemptResult,
    tried: readonly [SigningVariant, ...SigningVariant[]],
  ): SigningVariant | undefined {
    if (result instanceof TransportError || result.status !== 401) return undefined;
    const body = request.body ?? {};
    return otherDialect({
      tried,
      date: result.headers["date"],
      nowMs: this.#effects.clock.nowMs(),
      bodyDiffers: canonicalJson(body, "escaped") !== canonicalJson(body, "raw"),
      queryDiffers: (request.query ?? []).some((pair) => pair.some((text) => text.includes(" "))),
    });
  }

  #redactorFor({ redact }: ApiRequest): Redact {
    const hideKey = createRedactor([this.config.secretKey.value]);
    return redact === undefined ? hideKey : (text) => hideKey(redact(text));
  }
}

/**
 * A repeatable request is cut at the call's deadline. Any other request gets its whole time once it
 * has started: cutting it would only make its outcome unknown.
 */
function attemptTimeoutMs({ repeatable }: ApiRequest, remainingMs: number): number {
  if (!repeatable) return ATTEMPT_TIMEOUT_MS;
  return Math.max(1, Math.min(ATTEMPT_TIMEOUT_MS, Math.ceil(remainingMs)));
}
