import { ApiClient, type ApiRequest } from "../../../../provider/api/http/client";
import type { DispersedError } from "../../../../provider/api/errors/errors";
import { createRedactor } from "../../../../provider/api/errors/redact";
import { sign } from "../../../../provider/api/signing/signing";
import type { Transport, TransportRequest } from "../../../../provider/api/http/transport";
import {
  config,
  createFakeClock,
  createFakeEntropy,
  createScriptedClient,
  cutOff,
  json,
  notSent,
  plain,
  rejection,
  START_OF_TIME,
  type Answer,
} from "../../../support/fakes";

const look: ApiRequest = {
  endpoint: "GET /v1/jobs",
  method: "GET",
  pathname: "/v1/jobs",
  repeatable: true,
};

const purchase: ApiRequest = {
  endpoint: "POST /v1/jobs",
  method: "POST",
  pathname: "/v1/jobs",
  body: { title: "box" },
  repeatable: false,
};

const ok = json(200, { ok: true });
const refused = json(401, { message: "bad signature" });

/** The date that a server with its clock so far off would give. */
const date = (offsetMs: number): { date: string } => ({
  date: new Date(START_OF_TIME + offsetMs).toUTCString(),
});

const times = (answer: Answer, count: number): Answer[] => Array<Answer>(count).fill(answer);
const throttled = (seconds?: number): Answer =>
  json(429, {}, seconds === undefined ? {} : { "retry-after": String(seconds) });

/** The signature that a request should carry, made from what went out. */
function signatureOf({ method, pathname, query, body, headers }: TransportRequest): string {
  const timestampMs = Number(headers["x-time"]);
  const nonce = headers["x-nonce"] ?? "";
  const keys = { publicKey: config.publicKey.value, secretKey: config.secretKey.value };
  return sign(keys, { timestampMs, nonce, method, pathname, query, body })["x-signature"];
}

interface Run {
  /** The answer to the last call, or its error. */
  readonly result: unknown;
  readonly requests: readonly TransportRequest[];
  readonly slept: readonly number[];
}

/** Makes these calls, one after the other, with a server that gives these answers. */
async function run(answers: readonly Answer[], ...calls: readonly ApiRequest[]): Promise<Run> {
  const { api, clock, requests } = createScriptedClient(answers);
  let result: unknown;
  for (const call of calls) result = await api.call(call).catch((error: unknown) => error);
  return { result, requests, slept: clock.slept };
}

const success = { json: { ok: true } };
const timesOf = ({ requests }: Run): unknown[] =>
  requests.map(({ headers }) => Number(headers["x-time"]) - START_OF_TIME);

describe("an answered call", () => {
  test("sends the canonical bytes that it signed", async () => {
    const query = [
      ["b c", "2"],
      ["a", "1"],
    ] as const;
    const { requests } = await run([ok], { ...purchase, query, body: { z: "é", a: undefined } });
    expect(requests).toEqual([
      {
        method: "POST",
        origin: "https://api.example.com",
        pathname: "/v1/jobs",
        query: "a=1&b%20c=2",
        body: '{"z":"\\u00e9"}',
        headers: {
          accept: "application/json",
          "content-type": "application/json",
          "x-api-key": "pk_test",
          "x-time": String(START_OF_TIME),
          "x-nonce": "00000000000000000000000000000001",
          "x-signature": requests.map(signatureOf)[0],
        },
        timeoutMs: 30_000,
        signal: undefined,
      },
    ]);
  });

  test("is signed and sent without a query where there is none", async () => {
    expect((await run([ok], look)).requests[0]?.query).toBe("");
  });

  test("makes errors about itself with its facts, and without secrets", async () => {
    const { api } = createScriptedClient([notSent(), json(201, {}, { "x-request-id": "req-7" })]);
    const answer = await api.call({ ...purchase, redact: createRedactor(["hunter22"]) });
    expect(answer.error("ambiguous", "no job in hunter22")).toMatchObject({
      kind: "ambiguous",
      message: "no job in [secret]",
      endpoint: "POST /v1/jobs",
      status: 201,
      requestId: "req-7",
      attempts: 2,
      fromApi: true,
    });
  });
});

describe("a call that is tried again", () => {
  test("G11: has a new nonce, and is signed anew at the time of sending", async () => {
    const made = await run([json(503, {}, { "retry-after": "3" }), cutOff(), ok], look);
    const { requests, slept } = made;
    expect(requests.map(({ headers }) => headers["x-nonce"]?.slice(-1))).toEqual(["1", "2", "3"]);
    expect(timesOf(made)).toEqual([0, 3_000, 3_000]);
    expect(requests.map(({ headers }) => headers["x-signature"])).toEqual(
      requests.map(signatureOf),
    );
    expect(slept).toEqual([3_000, 0]);
  });

  test("G13: is signed after it has waited for its turn", async () => {
    const clock = createFakeClock();
    const sent: TransportRequest[] = [];
    const transport: Transport = async (request) => {
      sent.push(request);
      await clock.sleep(600_000);
      return ok;
    };
    const effects = { clock, transport, entropy: createFakeEntropy() };
    const api = new ApiClient({ ...config, maxConcurrency: 1 }, effects);
    await Promise.all([api.call(look), api.call(look)]);
    expect(sent.map(({ headers }) => Number(headers["x-time"]) - START_OF_TIME)).toEqual([
      0, 600_000,
    ]);
  });

  // Which answers these are is in classifyAttempt.test.ts and retry.test.ts.
  test("is a purchase that was not made, until it is", async () => {
    const { result, requests } = await run([throttled(2), notSent(), ok], purchase);
    expect([result, requests.length]).toMatchObject([success, 3]);
  });

  const anHour = { budgetMs: 3_600_000 };
  test.each<[string, Answer[], Partial<ApiRequest>, object]>([
    ["five attempts", times(json(500, {}), 5), {}, { kind: "ambiguous", attempts: 5 }],
    ["twelve refusals for now", times(throttled(), 20), anHour, { status: 429, attempts: 12 }],
    ["its budget", times(throttled(4), 9), { budgetMs: 10_000 }, { kind: "rejected", attempts: 3 }],
    ["60 s by default", times(throttled(25), 9), {}, { attempts: 3 }],
  ])("ends with %s", async (_name, answers, more, expected) => {
    const { result, requests } = await run(answers, { ...look, ...more });
    expect(result).toMatchObject(expected);
    expect(requests).toHaveLength((result as DispersedError).attempts ?? 0);
  });

  test("has all its attempts after it was throttled", async () => {
    const { requests } = await run([...times(throttled(), 6), ...times(cutOff(), 4), ok], look);
    expect(requests).toHaveLength(11);
  });

  test("is given up when its caller is gone", async () => {
    const gone = new Error("gone");
    const call = { ...look, signal: AbortSignal.abort(gone) };
    const { result, requests } = await run([json(503, {}), ok], call);
    expect([result, requests.length]).toEqual([gone, 1]);
  });
});

describe("a call that is not tried again", () => {
  test.each<[string, Answer]>([
    ["a 503", json(503, {}, { "retry-after": "1" })],
    ["a 409", json(409, {})],
    ["a reset", cutOff()],
  ])("is a purchase that %s leaves uncertain", async (_name, answer) => {
    const { result, requests } = await run([answer, ok], purchase);
    expect([result, requests.length]).toMatchObject([{ kind: "ambiguous", attempts: 1 }, 1]);
  });

  test("is one to a server whose certificate is refused", async () => {
    const { result, requests } = await run([notSent("CERT_HAS_EXPIRED"), ok], look);
    expect(result).toMatchObject({
      kind: "notSent",
      message:
        "GET /v1/jobs: https://api.example.com cannot be reached (CERT_HAS_EXPIRED). Nothing was sent.",
    });
    expect(requests).toHaveLength(1);
  });

  test("is one that a transport fails with an error of its own", async () => {
    const bug = new Error("a bug");
    const effects = { clock: createFakeClock(), entropy: createFakeEntropy() };
    const api = new ApiClient(config, { ...effects, transport: () => Promise.reject(bug) });
    expect(await rejection(api.call(look))).toBe(bug);
  });
});

describe("a refused signature", () => {
  const OFF_MS = 600_000;
  const [late, early] = [json(401, {}, date(OFF_MS)), json(401, {}, date(-OFF_MS))];
  const accented = { ...purchase, body: { title: "café" } };
  const spaced: ApiRequest = { ...look, query: [["filter[title]", "a b"]] };
  const [escaped, raw] = ['{"title":"caf\\u00e9"}', '{"title":"café"}'];

  test("G09: is final at once when only the key can be its reason", async () => {
    const { result, requests } = await run([json(401, { message: "no" }, date(0)), ok], purchase);
    expect(requests).toHaveLength(1);
    expect(result).toMatchObject({
      kind: "rejected",
      status: 401,
      message:
        "POST /v1/jobs: the API answered 401: no. The key was refused. The public key is " +
        "dispersed:publicKey in the configuration, the secret key the environment variable " +
        "DISPERSED_SECRET_KEY.",
    });
  });

  test.each<[string, Answer[], ApiRequest[], number[]]>([
    ["the next attempt", [late, ok], [purchase], [0, OFF_MS]],
    ["every later call", [early, ok, ok], [look, look], [0, -OFF_MS, -OFF_MS]],
    ["them, also after a refusal", [late, json(404, {}), ok], [look, look], [0, OFF_MS, OFF_MS]],
    ["nothing where it is a 404", [json(404, {}, date(OFF_MS)), ok], [purchase, look], [0, 0]],
  ])("G06: sets the clock by the server's date for %s", async (_name, answers, calls, sentAtMs) => {
    expect(timesOf(await run(answers, ...calls))).toEqual(sentAtMs);
  });

  test.each([
    ["once as it is, which is then remembered", [refused, ok, ok], [escaped, raw, raw]],
    ["once only, and forgets what did not help", [refused, refused, ok], [escaped, raw, escaped]],
  ])("sends a body with other letters %s", async (_name, answers, bodies) => {
    const { requests } = await run(answers, accented, accented);
    expect(requests.map(({ body }) => body)).toEqual(bodies);
  });

  test("sends a space in the query once as a plus, which is then remembered", async () => {
    const { requests } = await run([refused, ok, ok], spaced, spaced);
    expect(requests.map(({ query }) => query.split("=")[1])).toEqual(["a%20b", "a+b", "a+b"]);
  });

  test("sends a query without a space once only: it has no other spelling", async () => {
    const { requests } = await run([refused, ok], { ...look, query: [["filter[title]", "ab"]] });
    expect(requests).toHaveLength(1);
  });

  test("tries every variant with what was learnt from the one before", async () => {
    const made = await run(times(late, 4), { ...accented, query: spaced.query ?? [] });
    expect(timesOf(made)).toEqual([0, ...Array<number>(3).fill(OFF_MS)]);
    expect(made.requests.map(({ body, query }) => [body, query.split("=")[1]])).toEqual([
      [escaped, "a%20b"],
      [escaped, "a%20b"],
      [raw, "a%20b"],
      [raw, "a+b"],
    ]);
  });
});

test.each<[string, boolean, string[]]>([
  ["is sent otherwise where its caller allows it", true, ["a%20b", "a+b"]],
  ["is not sent again where its caller forbids it", false, ["a%20b"]],
])("a refused signature %s", async (_name, isAllowed, sent) => {
  const query = [["title", "a b"]] as const;
  const call = { ...look, query, allowVariant: () => Promise.resolve(isAllowed) };
  const { requests } = await run([json(401, {}), ok], call);
  expect(requests.map((request) => request.query.split("=")[1])).toEqual(sent);
});

describe("the service's clock against ours", () => {
  const dated = (offsetMs: number): Answer => json(200, {}, date(offsetMs));

  test.each<[string, Answer[], number | undefined]>([
    ["is unknown before a response", [], undefined],
    ["is unknown where no response has a date", [ok], undefined],
    ["is that of the last response", [dated(60_000), dated(600_000)], 600_000],
    ["may be none at all", [dated(60_000), dated(0)], 0],
    ["stays known after a response without a date", [dated(60_000), ok], 60_000],
    ["stays known after a request without a response", [dated(60_000), cutOff(), ok], 60_000],
  ])("%s", async (_name, answers, offsetMs) => {
    const { api } = createScriptedClient(answers);
    for (const answer of answers) {
      if (!(answer instanceof Error)) await api.call(look);
    }
    expect(api.clockOffsetMs).toBe(offsetMs);
  });
});

describe("the message of an error", () => {
  const secret = config.secretKey.value;

  test.each([
    ["as it is", secret],
    ["as JSON spells it", 'a"b\\c'],
  ])("never has a secret that the server repeats %s", async (_name, echo) => {
    const answer = json(400, { message: `value ${echo} is invalid` });
    const call = { ...purchase, redact: createRedactor(['a"b\\c']) };
    expect((await run([answer], call)).result).toMatchObject({
      message: "POST /v1/jobs: the API answered 400: value [secret] is invalid",
    });
  });

  test("never has half of a secret, wherever a long text is cut", async () => {
    const paddings = Array.from({ length: 210 }, (_, index) => index * 10);
    const messages = await Promise.all(
      paddings.map(async (length) =>
        String((await run([plain(400, `${"x".repeat(length)}${secret}`)], look)).result),
      ),
    );
    expect(messages.filter((text) => text.includes(secret.slice(0, 4)))).toEqual([]);
  });

  const foreign =
    "GET /v1/jobs: the API answered 404, and not in the API's form: is " +
    "https://api.example.com the right dispersed:baseUrl?";

  const long = [json(401, { message: "x".repeat(5_000) }, date(0))];
  const advice = expect.stringContaining("The public key is dispersed:publicKey") as string;
  const page = [plain(404, "  <html><script>alert(1)</script></html>")];
  const empty = { fromApi: true, message: "GET /v1/jobs: the API answered 404" };
  const broken =
    "GET /v1/jobs: no complete answer from https://api.example.com after 5 attempts (ECONNRESET).";
  const facts = { endpoint: "GET /v1/jobs", status: 422, requestId: "r-9", attempts: 1 };

  test.each<[string, Answer[], object]>([
    ["keeps the facts when the API's text is long", long, { message: advice }],
    ["does not repeat a proxy's page", page, { fromApi: false, message: foreign }],
    ["does not call an empty answer foreign", [json(404, {})], empty],
    ["has the number of several attempts", times(cutOff(), 5), { message: broken }],
    ["comes with the answer's facts", [json(422, {}, { "x-request-id": "r-9" })], facts],
  ])("%s", async (_name, answers, expected) => {
    expect((await run(answers, look)).result).toMatchObject(expected);
  });
});

describe("a call in a long queue", () => {
  const inQueue = (answer: Answer): Promise<PromiseSettledResult<unknown>[]> => {
    const clock = createFakeClock();
    const transport: Transport = async ({ timeoutMs }) => {
      if (timeoutMs !== 30_000) throw new Error(`cut to ${timeoutMs} ms`);
      await clock.sleep(25_000);
      if (answer instanceof Error) throw answer;
      return answer;
    };
    const effects = { transport, clock, entropy: createFakeEntropy() };
    const api = new ApiClient({ ...config, maxConcurrency: 1 }, effects);
    return Promise.allSettled(times(answer, 10).map(() => api.call(purchase)));
  };

  test("is not sent when no call before it was answered", async () => {
    expect((await inQueue(cutOff())).at(-1)).toMatchObject({
      reason: {
        kind: "notSent",
        message:
          "POST /v1/jobs: https://api.example.com has answered none of the requests that went before " +
          "this one. Nothing was sent. Try again later.",
      },
    });
  });
});

test.each<[string, ApiRequest, number]>([
  ["half a minute, where the call has a minute", look, 30_000],
  ["what the call has left, where that is less", { ...look, budgetMs: 4_999.5 }, 5_000],
  ["never cut for a purchase, whose outcome is at stake", { ...purchase, budgetMs: 5_000 }, 30_000],
])("the time of one attempt is %s", async (_name, call, timeoutMs) => {
  const { api, clock, requests } = createScriptedClient([ok]);
  clock.advance(10_000);
  await api.call(call);
  expect(requests[0]?.timeoutMs).toBe(timeoutMs);
});

describe("a service that is down", () => {
  const failing = Array<ApiRequest>(4).fill(look);
  const down = times(plain(503, ""), 20);

  test("is left alone after twenty failures, and the error says so", async () => {
    const { result, requests } = await run(down, ...failing, { ...purchase, budgetMs: 10_000 });
    expect(result).toMatchObject({
      kind: "notSent",
      endpoint: "POST /v1/jobs",
      attempts: 0,
      message: expect.stringMatching(
        /^POST \/v1\/jobs: https:\/\/api\.example\.com has failed too often .* alone for \d\d s\. /,
      ) as string,
    });
    expect(requests).toHaveLength(20);
  });

  test("does not delay a call whose engine is gone", async () => {
    const gone = new Error("gone");
    const { result } = await run(down, ...failing, { ...look, signal: AbortSignal.abort(gone) });
    expect(result).toBe(gone);
  });
});
