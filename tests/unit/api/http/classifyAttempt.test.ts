import { outcomeOf, type AttemptOutcome } from "../../../../provider/api/http/classifyAttempt";
import { TransportError } from "../../../../provider/api/http/transport";
import { cutOff, notSent, plain } from "../../../support/fakes";

const unclear: AttemptOutcome = { kind: "unclear" };

describe("outcomeOf", () => {
  const each = (kind: AttemptOutcome["kind"], ...statuses: number[]): [number, string][] =>
    statuses.map((status) => [status, kind]);

  test.each([
    ...each("answered", 200, 201, 202, 204, 299),
    ...each("rejected", 199, 300, 301, 302, 303, 304, 307, 308),
    ...each("rejected", 400, 401, 402, 403, 404, 405, 410, 413, 415, 422, 428, 431, 451),
    ...each("unclear", 408, 500, 501, 502, 503, 504, 520, 522, 524, 599),
    ...each("conflict", 409),
    ...each("throttled", 429),
  ])("takes %p for %s", (status, kind) => {
    expect(outcomeOf(plain(status, ""))).toEqual({ kind });
  });
  test.each([429, 408, 500, 503])("obeys the request to wait of a %p", (status) => {
    expect(outcomeOf(plain(status, "", { "retry-after": "2" }))).toEqual({
      kind: status === 429 ? "throttled" : "unclear",
      retryAfterMs: 2_000,
    });
  });

  test("judges a date to wait for by the answer's own clock", () => {
    const headers = {
      "retry-after": "Fri, 02 Feb 2024 20:10:03 GMT",
      date: "Fri, 02 Feb 2024 20:10:00 GMT",
    };
    expect(outcomeOf(plain(429, "", headers))).toEqual({ kind: "throttled", retryAfterMs: 3_000 });
  });

  test.each([cutOff(), cutOff("EPROTO")])("takes %s after sending for unclear", (failure) => {
    expect(outcomeOf(failure)).toEqual(unclear);
  });

  test.each(["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "UND_ERR_CONNECT_TIMEOUT"])(
    "takes %s before a connection for not sent",
    (code) => {
      expect(outcomeOf(notSent(code))).toEqual({ kind: "notSent", insecure: false });
    },
  );

  test.each([
    "CERT_HAS_EXPIRED",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "SELF_SIGNED_CERT_IN_CHAIN",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "ERR_TLS_CERT_ALTNAME_INVALID",
    "ERR_SSL_WRONG_VERSION_NUMBER",
    "EPROTO",
  ])("takes %s for a refused certificate or protocol", (code) => {
    expect(outcomeOf(notSent(code))).toEqual({ kind: "notSent", insecure: true });
  });

  test("finds no certificate at fault where the failure has no code", () => {
    expect(outcomeOf(new TransportError(false, undefined))).toEqual({
      kind: "notSent",
      insecure: false,
    });
  });
});
