import { ApiClient, type ApiRequest } from "../../../../provider/api/http/client";
import { DispersedError } from "../../../../provider/api/errors/errors";
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

/** The signature that a request should carry, made from what went out. */
function signatureOf({ method, pathname, query, body, headers }: TransportRequest): string {
  const timestampMs = Number(headers["x-time"]);
  const nonce = headers["x-nonce"] ?? "";
  const keys = { publicKey: config.publicKey.value, secretKey: config.secretKey.value };
  return sign(keys, { timestampMs, nonce, method, pathname, query, body })["x-signature"];
}

describe("an answered call", () => {
  test("sends the canonical bytes that it signed", async () => {
    const { api, requests } = createScriptedClient([ok]);

    await api.call({
      ...purchase,
      query: [
        ["b c", "2"],
        ["a", "1"],
      ],
      body: { z: "é", a: undefined },
    });

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

  test("gives the parsed body", async () => {
    const { api } = createScriptedClient([ok]);

    expect((await api.call(look)).json).toEqual({ ok: true });
  });

  test("gives no value for a body that is not JSON", async () => {
    const { api } = createScriptedClient([plain(200, "<html>")]);

    expect((await api.call(look)).json).toBeUndefined();
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
    const { api, clock, requests } = createScriptedClient([
      json(503, {}, { "retry-after": "3" }),
      cutOff(),
      ok,
    ]);

    await api.call(look);

    expect(
      requests.map(({ headers }) => [headers["x-nonce"]?.slice(-1), headers["x-time"]]),
    ).toEqual([
      ["1", String(START_OF_TIME)],
      ["2", String(START_OF_TIME + 3_000)],
      ["3", String(START_OF_TIME + 3_000)],
    ]);
    expect(requests.map(({ headers }) => headers["x-signature"])).toEqual(
      requests.map(signatureOf),
    );
    expect(clock.slept).toEqual([3_000, 0]);
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

    expect(sent.map(({ headers }) => headers["x-time"])).toEqual([
      String(START_OF_TIME),
      String(START_OF_TIME + 600_000),
    ]);
  });

  test.each<[string, Answer]>([
    ["a 429", json(429, {}, { "retry-after": "2" })],
    ["a connection that was never made", notSent()],
    ["a name that was not found", notSent("ENOTFOUND")],
  ])("is a purchase after %s, for nothing was bought", async (_name, answer) => {
    const { api, requests } = createScriptedClient([answer, answer, answer, ok]);

    await api.call(purchase);

    expect(requests).toHaveLength(4);
  });

  test("is tried twelve times where each answer is a 429", async () => {
    const { api, requests } = createScriptedClient(times(json(429, {}), 20));
    const request = { ...look, budgetMs: 3_600_000 };
    expect(await rejection(api.call(request))).toMatchObject({ status: 429, attempts: 12 });
    expect(requests).toHaveLength(12);
  });

  test("waits after each 429 as long as the server wants", async () => {
    const { api, clock } = createScriptedClient([
      json(429, {}, { "retry-after": "2" }),
      json(429, {}, { "retry-after": "5" }),
      ok,
    ]);

    await api.call(purchase);

    expect(clock.slept).toEqual([2_000, 5_000]);
  });

  test.each<[string, Answer]>([
    ["500", json(500, {})],
    ["502", plain(502, "<html>bad gateway</html>")],
    ["503", json(503, {}, { "retry-after": "1" })],
    ["504", plain(504, "")],
    ["408", json(408, {})],
    ["a reset", cutOff()],
    ["a timeout", cutOff("UND_ERR_HEADERS_TIMEOUT")],
  ])("is a look after %s", async (_name, answer) => {
    const { api, requests } = createScriptedClient([answer, ok]);

    await api.call(look);

    expect(requests).toHaveLength(2);
  });

  test("ends with its attempts", async () => {
    const { api, requests } = createScriptedClient(times(json(500, {}), 5));

    expect(await rejection(api.call(look))).toMatchObject({ kind: "ambiguous", attempts: 5 });
    expect(requests).toHaveLength(5);
  });

  test("ends with its budget", async () => {
    const { api, clock } = createScriptedClient(times(json(429, {}, { "retry-after": "4" }), 9));

    expect(await rejection(api.call({ ...look, budgetMs: 10_000 }))).toMatchObject({
      kind: "rejected",
      status: 429,
      attempts: 3,
    });
    expect(clock.slept).toEqual([4_000, 4_000]);
  });

  test("is not given up at its next failures for having been told to wait before", async () => {
    const answers = [...times(json(429, {}), 6), ...times(cutOff(), 4), ok];
    const { api, requests } = createScriptedClient(answers);

    await api.call(look);

    expect(requests).toHaveLength(11);
  });

  test("has 60 s when nobody says more", async () => {
    const { api } = createScriptedClient(times(json(429, {}, { "retry-after": "25" }), 9));

    expect(await rejection(api.call(look))).toMatchObject({ attempts: 3 });
  });

  test("is given up when its caller is", async () => {
    const { api, requests } = createScriptedClient([json(503, {}), ok]);
    const gone = new Error("nobody waits");

    const error = await rejection(api.call({ ...look, signal: AbortSignal.abort(gone) }));

    expect([error, requests.length]).toEqual([gone, 1]);
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
  ])("is a purchase whose fate %s leaves open", async (_name, answer) => {
    const { api, requests } = createScriptedClient([answer, ok]);

    expect(await rejection(api.call(purchase))).toMatchObject({ kind: "ambiguous", attempts: 1 });
    expect(requests).toHaveLength(1);
  });

  test.each([301, 302, 307, 308, 400, 402, 403, 404, 405, 410, 415, 422])(
    "is one that was refused with %p",
    async (status) => {
      const { api, requests } = createScriptedClient([json(status, {}), ok]);

      expect(await rejection(api.call(look))).toMatchObject({ kind: "rejected", status });
      expect(requests).toHaveLength(1);
    },
  );

  test("is one to a server whose certificate is refused", async () => {
    const { api, requests } = createScriptedClient([notSent("CERT_HAS_EXPIRED"), ok]);

    expect(await rejection(api.call(look))).toMatchObject({
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
  test("G09: is believed at once when the key can be its only reason", async () => {
    const { api, requests } = createScriptedClient([json(401, { message: "no" }, date(0)), ok]);

    const error = await rejection(api.call(purchase));

    expect(requests).toHaveLength(1);
    expect(error).toMatchObject({
      kind: "rejected",
      status: 401,
      message:
        "POST /v1/jobs: the API answered 401: no. The key was refused. The public key is " +
        "dispersed:publicKey in the configuration, the secret key the environment variable " +
        "DISPERSED_SECRET_KEY.",
    });
  });

  test("G06: is answered by the server's own time when the clock is ten minutes off", async () => {
    const late = json(401, { message: "stale" }, date(600_000));
    const { api, requests } = createScriptedClient([late, ok]);

    await api.call(purchase);

    expect(requests.map(({ headers }) => headers["x-time"])).toEqual([
      String(START_OF_TIME),
      String(START_OF_TIME + 600_000),
    ]);
  });

  test("G06: teaches the time to every later call", async () => {
    const { api, requests } = createScriptedClient([json(401, {}, date(-600_000)), ok, ok]);

    await api.call(look);
    await api.call(look);

    expect(requests[2]?.headers["x-time"]).toBe(String(START_OF_TIME - 600_000));
  });

  test("teaches the time also when the request itself is then refused", async () => {
    const { api, requests } = createScriptedClient([
      json(401, {}, date(600_000)),
      json(404, { message: "no such job" }),
      ok,
    ]);

    await rejection(api.call(look));
    await api.call(look);

    expect(requests[2]?.headers["x-time"]).toBe(String(START_OF_TIME + 600_000));
  });

  test.each([404, 422, 503])(
    "is what a clock is doubted for, not a %p whose date is another",
    async (status) => {
      const { api, requests } = createScriptedClient([json(status, {}, date(600_000)), ok]);

      await rejection(api.call(purchase));
      await api.call(look);

      expect(requests.map(({ headers }) => headers["x-time"])).toEqual([
        String(START_OF_TIME),
        String(START_OF_TIME),
      ]);
    },
  );

  test("costs one more request when the time is wrong and the key too", async () => {
    const late = json(401, {}, date(600_000));
    const { api, requests } = createScriptedClient([late, late, late]);

    expect(await rejection(api.call(look))).toMatchObject({ kind: "rejected", attempts: 2 });
    expect(requests).toHaveLength(2);
  });

  test("has a body with other letters tried once as it is, which is then remembered", async () => {
    const { api, requests } = createScriptedClient([refused, ok, ok]);
    const request = { ...purchase, body: { title: "café" } };

    await api.call(request);
    await api.call(request);

    expect(requests.map(({ body }) => body)).toEqual([
      '{"title":"caf\\u00e9"}',
      '{"title":"café"}',
      '{"title":"café"}',
    ]);
  });

  test("has a body with other letters tried once only", async () => {
    const { api, requests } = createScriptedClient([refused, refused, ok]);

    await rejection(api.call({ ...purchase, body: { title: "café" } }));

    expect(requests).toHaveLength(2);
  });

  test("forgets what did not help", async () => {
    const { api, requests } = createScriptedClient([refused, refused, ok]);
    const request = { ...purchase, body: { title: "café" } };

    await rejection(api.call(request));
    await api.call(request);

    expect(requests[2]?.body).toBe('{"title":"caf\\u00e9"}');
  });

  test("has a space in the query tried once as a plus, which is then remembered", async () => {
    const { api, requests } = createScriptedClient([refused, ok, ok]);
    const request: ApiRequest = { ...look, query: [["filter[title]", "a b"]] };

    await api.call(request);
    await api.call(request);

    expect(requests.map(({ query }) => query.split("=")[1])).toEqual(["a%20b", "a+b", "a+b"]);
  });

  test("has a query without a space tried once only: it has no other spelling", async () => {
    const { api, requests } = createScriptedClient([refused, ok]);

    await rejection(api.call({ ...look, query: [["filter[title]", "ab"]] }));

    expect(requests).toHaveLength(1);
  });

  test("has every doubt tried with what was learnt from the one before", async () => {
    const wrong = json(401, {}, date(600_000));
    const { api, requests } = createScriptedClient([wrong, wrong, wrong, wrong]);

    await rejection(
      api.call({ ...purchase, body: { title: "café" }, query: [["filter[title]", "a b"]] }),
    );

    const right = String(START_OF_TIME + 600_000);
    expect(
      requests.map(({ headers, body, query }) => [headers["x-time"], body, query.split("=")[1]]),
    ).toEqual([
      [String(START_OF_TIME), '{"title":"caf\\u00e9"}', "a%20b"],
      [right, '{"title":"caf\\u00e9"}', "a%20b"],
      [right, '{"title":"café"}', "a%20b"],
      [right, '{"title":"café"}', "a+b"],
    ]);
  });

  test("keeps what was learnt through the tries that follow", async () => {
    const { api, requests } = createScriptedClient([
      json(401, {}, date(600_000)),
      json(429, {}, { "retry-after": "1" }),
      ok,
    ]);

    await api.call(purchase);

    expect(requests[2]?.headers["x-time"]).toBe(String(START_OF_TIME + 601_000));
  });
});

describe("an error's words", () => {
  const secret = config.secretKey.value;

  test.each([
    ["as it is", secret],
    ["as JSON spells it", 'a"b\\c'],
    ["as a URL spells it", encodeURIComponent(secret)],
    ["in base64", Buffer.from(secret).toString("base64")],
    ["in hex", Buffer.from(secret).toString("hex")],
  ])("never hold a secret that the server repeats %s", async (_name, echo) => {
    const answer = json(400, { message: `value ${echo} is invalid` });
    const { api } = createScriptedClient([answer]);

    const error = await rejection(api.call({ ...purchase, redact: createRedactor(['a"b\\c']) }));

    expect(error).toMatchObject({
      message: "POST /v1/jobs: the API answered 400: value [secret] is invalid",
    });
  });

  test("never hold half of a secret, wherever a long text is cut", async () => {
    const paddings = Array.from({ length: 210 }, (_, index) => index * 10);
    const words = await Promise.all(
      paddings.map(async (length) => {
        const { api } = createScriptedClient([plain(400, `${"x".repeat(length)}${secret}`)]);
        return String(await rejection(api.call(look)));
      }),
    );

    expect(words.filter((text) => text.includes(secret.slice(0, 4)))).toEqual([]);
  });

  test("keep the facts when the API has much to say", async () => {
    const { api } = createScriptedClient([json(401, { message: "x".repeat(5_000) }, date(0))]);

    expect(await rejection(api.call(look))).toMatchObject({
      message: expect.stringContaining("The public key is dispersed:publicKey") as string,
    });
  });

  test("do not repeat a proxy's page", async () => {
    const { api } = createScriptedClient([plain(404, "  <html><script>alert(1)</script></html>")]);

    expect(await rejection(api.call(look))).toMatchObject({
      fromApi: false,
      message:
        "GET /v1/jobs: the API answered 404, and not in the API's form: is " +
        "https://api.example.com the right dispersed:baseUrl?",
    });
  });

  test("do not call an answer foreign that only says nothing", async () => {
    const { api } = createScriptedClient([json(404, {})]);

    expect(await rejection(api.call(look))).toMatchObject({
      fromApi: true,
      message: "GET /v1/jobs: the API answered 404",
    });
  });

  test("name the attempts where there were several", async () => {
    const { api } = createScriptedClient(times(cutOff(), 5));

    expect(await rejection(api.call(look))).toMatchObject({
      message:
        "GET /v1/jobs: no complete answer from https://api.example.com after 5 attempts (ECONNRESET).",
    });
  });

  test("come with the facts of the last answer", async () => {
    const { api } = createScriptedClient([
      json(422, { message: "gpu_name is unknown" }, { "x-request-id": "req-9" }),
    ]);

    const error = await rejection(api.call(purchase));

    expect(error).toBeInstanceOf(DispersedError);
    expect(error).toMatchObject({
      kind: "rejected",
      endpoint: "POST /v1/jobs",
      status: 422,
      requestId: "req-9",
      attempts: 1,
      fromApi: true,
    });
  });
});

test("a client has no more requests under way than it may", async () => {
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

describe("a call in a line that is long", () => {
  const inLine = (answer: Answer): Promise<PromiseSettledResult<unknown>[]> => {
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
    const ends = await inLine(ok);
    expect(ends.map(({ status }) => status)).toEqual(Array(10).fill("fulfilled"));
  });

  test("is not sent when nobody before it was answered", async () => {
    const last = (await inLine(cutOff())).at(-1);
    const reason = last?.status === "rejected" ? (last.reason as DispersedError) : undefined;
    expect([reason?.kind, reason?.message]).toEqual([
      "notSent",
      "POST /v1/jobs: https://api.example.com has answered none of the requests that went before " +
        "this one. Nothing was sent. Try again later.",
    ]);
  });
});

describe("the time of one attempt", () => {
  /** What the transport is given for a request that is made ten seconds after the start. */
  const timeFor = async (request: ApiRequest): Promise<number | undefined> => {
    const { api, clock, requests } = createScriptedClient([ok]);
    clock.advance(10_000);
    await api.call(request);
    return requests[0]?.timeoutMs;
  };

  test("is half a minute, where the call has a minute", async () => {
    expect(await timeFor(look)).toBe(30_000);
  });

  test("is what the call has left, where that is less", async () => {
    expect(await timeFor({ ...look, budgetMs: 4_999.5 })).toBe(5_000);
  });

  test("is never cut for what must not happen twice: its fate would only be unknown", async () => {
    expect(await timeFor({ ...purchase, budgetMs: 5_000 })).toBe(30_000);
  });
});

test("a request without a query is signed and sent without one", async () => {
  const { api, requests } = createScriptedClient([ok]);

  await api.call(look);

  expect(requests[0]?.query).toBe("");
});

describe("a service that is down", () => {
  const down = plain(503, "");

  test("is left alone after twenty failures, which is no attempt, and said so", async () => {
    const { api, requests } = createScriptedClient(times(down, 20));
    for (let call = 0; call < 4; call += 1) await rejection(api.call(look));

    expect(await rejection(api.call({ ...purchase, budgetMs: 10_000 }))).toMatchObject({
      kind: "notSent",
      endpoint: "POST /v1/jobs",
      attempts: 0,
      message: expect.stringMatching(
        /^POST \/v1\/jobs: https:\/\/api\.example\.com has failed too often .* alone for \d\d s\. /,
      ) as string,
    });
    expect(requests).toHaveLength(20);
  });

  test("keeps nobody waiting whose engine is gone", async () => {
    const { api } = createScriptedClient(times(down, 20));
    for (let call = 0; call < 4; call += 1) await rejection(api.call(look));
    const gone = new Error("gone");

    expect(await rejection(api.call({ ...look, signal: AbortSignal.abort(gone) }))).toBe(gone);
  });
});

test("a line about an attempt tells how long it took", async () => {
  const lines: string[] = [];
  const clock = createFakeClock();
  clock.advance(1_000);
  const transport: Transport = () => {
    clock.advance(42);
    return Promise.resolve({ status: 200, headers: {}, body: "{}" });
  };
  const log = { debug: (line: string) => lines.push(line) };
  await new ApiClient(config, { transport, clock, entropy: createFakeEntropy(), log }).call(look);

  expect(lines).toEqual(["GET /v1/jobs: 200, attempt 1, 42 ms"]);
});
