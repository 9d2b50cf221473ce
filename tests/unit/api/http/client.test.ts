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

  test.each([
    { name: "the parsed body", answer: ok, body: { ok: true } },
    { name: "no value for a body that is not JSON", answer: plain(200, "<html>"), body: undefined },
  ])("gives $name", async ({ answer, body }) => {
    expect((await run([answer], look)).result).toMatchObject({ json: body });
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

  test.each<[string, Answer]>([
    ["a 429", throttled(2)],
    ["a connection that was never made", notSent()],
    ["a name that was not found", notSent("ENOTFOUND")],
  ])("is a purchase after %s, for nothing was bought", async (_name, answer) => {
    const { result, requests } = await run([...times(answer, 3), ok], purchase);
    expect([result, requests.length]).toMatchObject([success, 4]);
  });

  test("waits after each 429 as long as the server asks", async () => {
    expect((await run([throttled(2), throttled(5), ok], purchase)).slept).toEqual([2_000, 5_000]);
  });

  test.each<[string, Answer]>([
    ["500", json(500, {})],
    ["502", plain(502, "<html>bad gateway</html>")],
    ["503", json(503, {}, { "retry-after": "1" })],
    ["504", plain(504, "")],
    ["408", json(408, {})],
    ["a reset", cutOff()],
    ["a timeout", cutOff("UND_ERR_HEADERS_TIMEOUT")],
  ])("is a read after %s", async (_name, answer) => {
    const { result, requests } = await run([answer, ok], look);
    expect([result, requests.length]).toMatchObject([success, 2]);
  });

  test.each<{ name: string; answers: Answer[]; more: Partial<ApiRequest>; expected: object }>([
    {
      name: "five attempts",
      answers: times(json(500, {}), 5),
      more: {},
      expected: { kind: "ambiguous", attempts: 5 },
    },
    {
      name: "twelve attempts where each answer is a 429",
      answers: times(throttled(), 20),
      more: { budgetMs: 3_600_000 },
      expected: { status: 429, attempts: 12 },
    },
    {
      name: "its budget",
      answers: times(throttled(4), 9),
      more: { budgetMs: 10_000 },
      expected: { kind: "rejected", status: 429, attempts: 3 },
    },
    {
      name: "60 s by default",
      answers: times(throttled(25), 9),
      more: {},
      expected: { attempts: 3 },
    },
  ])("ends with $name", async ({ answers, more, expected }) => {
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
    ["500", json(500, {})],
    ["502", plain(502, "<html>bad gateway</html>")],
    ["503", json(503, {}, { "retry-after": "1" })],
    ["504", plain(504, "")],
    ["408", json(408, {})],
    ["409", json(409, {})],
    ["a reset", cutOff()],
    ["a timeout", cutOff("UND_ERR_BODY_TIMEOUT")],
  ])("is a purchase that %s leaves uncertain", async (_name, answer) => {
    const { result, requests } = await run([answer, ok], purchase);
    expect([result, requests.length]).toMatchObject([{ kind: "ambiguous", attempts: 1 }, 1]);
  });

  test.each([301, 302, 307, 308, 400, 402, 403, 404, 405, 410, 415, 422])(
    "is one that was refused with %p",
    async (status) => {
      const { result, requests } = await run([json(status, {}), ok], look);
      expect([result, requests.length]).toMatchObject([{ kind: "rejected", status }, 1]);
    },
  );

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
  const TEN_MINUTES_MS = 600_000;
  const late = json(401, {}, date(TEN_MINUTES_MS));
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

  test.each<{ name: string; answers: Answer[]; calls: ApiRequest[]; sentAtMs: number[] }>([
    {
      name: "the next attempt",
      answers: [late, ok],
      calls: [purchase],
      sentAtMs: [0, TEN_MINUTES_MS],
    },
    {
      name: "every later call",
      answers: [json(401, {}, date(-TEN_MINUTES_MS)), ok, ok],
      calls: [look, look],
      sentAtMs: [0, -TEN_MINUTES_MS, -TEN_MINUTES_MS],
    },
    {
      name: "later calls also when the call itself is then refused",
      answers: [late, json(404, { message: "no such job" }), ok],
      calls: [look, look],
      sentAtMs: [0, TEN_MINUTES_MS, TEN_MINUTES_MS],
    },
    {
      name: "the attempts that follow",
      answers: [late, throttled(1), ok],
      calls: [purchase],
      sentAtMs: [0, TEN_MINUTES_MS, TEN_MINUTES_MS + 1_000],
    },
    ...[404, 422, 503].map((status) => ({
      name: `nothing where it is a ${status}`,
      answers: [json(status, {}, date(TEN_MINUTES_MS)), ok],
      calls: [purchase, look],
      sentAtMs: [0, 0],
    })),
  ])("G06: sets the clock by the server's date for $name", async ({ answers, calls, sentAtMs }) => {
    expect(timesOf(await run(answers, ...calls))).toEqual(sentAtMs);
  });

  test("costs one more request when the time is wrong and the key too", async () => {
    const { result, requests } = await run(times(late, 3), look);
    expect([result, requests.length]).toMatchObject([{ kind: "rejected", attempts: 2 }, 2]);
  });

  test.each<{ name: string; answers: Answer[]; bodies: string[] }>([
    {
      name: "once as it is, which is then remembered",
      answers: [refused, ok, ok],
      bodies: [escaped, raw, raw],
    },
    {
      name: "once only, and forgets what did not help",
      answers: [refused, refused, ok],
      bodies: [escaped, raw, escaped],
    },
  ])("sends a body with other letters $name", async ({ answers, bodies }) => {
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
    expect(timesOf(made)).toEqual([0, ...Array<number>(3).fill(TEN_MINUTES_MS)]);
    expect(made.requests.map(({ body, query }) => [body, query.split("=")[1]])).toEqual([
      [escaped, "a%20b"],
      [escaped, "a%20b"],
      [raw, "a%20b"],
      [raw, "a+b"],
    ]);
  });
});

describe("the message of an error", () => {
  const secret = config.secretKey.value;

  test.each([
    ["as it is", secret],
    ["as JSON spells it", 'a"b\\c'],
    ["as a URL spells it", encodeURIComponent(secret)],
    ["in base64", Buffer.from(secret).toString("base64")],
    ["in hex", Buffer.from(secret).toString("hex")],
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

  test.each<{ name: string; answers: Answer[]; expected: object }>([
    {
      name: "keeps the facts when the API's text is long",
      answers: [json(401, { message: "x".repeat(5_000) }, date(0))],
      expected: {
        message: expect.stringContaining("The public key is dispersed:publicKey") as string,
      },
    },
    {
      name: "does not repeat a proxy's page",
      answers: [plain(404, "  <html><script>alert(1)</script></html>")],
      expected: { fromApi: false, message: foreign },
    },
    {
      name: "does not call an empty answer foreign",
      answers: [json(404, {})],
      expected: { fromApi: true, message: "GET /v1/jobs: the API answered 404" },
    },
    {
      name: "has the number of attempts where there were several",
      answers: times(cutOff(), 5),
      expected: {
        message:
          "GET /v1/jobs: no complete answer from https://api.example.com after 5 attempts (ECONNRESET).",
      },
    },
    {
      name: "comes with the facts of the last answer",
      answers: [json(422, { message: "gpu_name is unknown" }, { "x-request-id": "req-9" })],
      expected: {
        name: "DispersedError",
        kind: "rejected",
        endpoint: "GET /v1/jobs",
        status: 422,
        requestId: "req-9",
        attempts: 1,
        fromApi: true,
      },
    },
  ])("$name", async ({ answers, expected }) => {
    expect((await run(answers, look)).result).toMatchObject(expected);
  });
});

test("a client sends no more requests at once than it may", async () => {
  let underWay = 0;
  let most = 0;
  const clock = createFakeClock();
  const transport: Transport = async () => {
    underWay += 1;
    most = Math.max(most, underWay);
    await clock.sleep(10);
    underWay -= 1;
    return ok;
  };
  const effects = { clock, transport, entropy: createFakeEntropy() };
  const api = new ApiClient({ ...config, maxConcurrency: 3 }, effects);
  await Promise.all(Array.from({ length: 10 }, () => api.call(look)));
  expect(most).toBe(3);
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

  test("has its whole time when its turn comes, as long as calls are answered", async () => {
    const ends = await inQueue(ok);
    expect(ends.map(({ status }) => status)).toEqual(Array(10).fill("fulfilled"));
  });

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

test.each<{ name: string; call: ApiRequest; timeoutMs: number }>([
  { name: "half a minute, where the call has a minute", call: look, timeoutMs: 30_000 },
  {
    name: "what the call has left, where that is less",
    call: { ...look, budgetMs: 4_999.5 },
    timeoutMs: 5_000,
  },
  {
    name: "never cut for a purchase, whose outcome would then be unknown",
    call: { ...purchase, budgetMs: 5_000 },
    timeoutMs: 30_000,
  },
])("the time of one attempt is $name", async ({ call, timeoutMs }) => {
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
