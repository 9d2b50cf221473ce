import { canonicalJson } from "../../../../provider/api/signing/canonical";
import {
  bodySha256,
  canonicalString,
  sign,
  type SignableRequest,
} from "../../../../provider/api/signing/signing";
import vectors from "../../../fixtures/signingVectors.json";

type Vector = (typeof vectors)[number];

const canonicalBody = ({ body }: Vector): string | undefined =>
  body === null ? undefined : canonicalJson(body, "escaped");

const requestOf = (vector: Vector): SignableRequest => ({
  timestampMs: Number(vector.timestamp),
  nonce: vector.nonce,
  method: vector.method,
  pathname: vector.pathname,
  query: vector.query,
  body: canonicalBody(vector),
});

test.each(vectors)("G01: the independent vector has the same parts: $name", (vector) => {
  const request = requestOf(vector);
  expect(canonicalBody(vector) ?? null).toBe(vector.canonicalBody);
  expect(bodySha256(vector.canonicalBody ?? undefined)).toBe(vector.bodySha256);
  expect(canonicalString(vector.publicKey, request)).toBe(vector.canonicalString);
  expect(sign(vector, request)["x-signature"]).toBe(vector.signature);
});

describe("sign", () => {
  const request: SignableRequest = {
    timestampMs: 1_706_918_400_000,
    nonce: "0".repeat(32),
    method: "get",
    pathname: "/v1/jobs",
    query: "",
    body: undefined,
  };
  const credentials = { publicKey: "pk_test", secretKey: "sk_test" };

  test("sends key, time and nonce beside the signature, and never the secret", () => {
    expect(sign(credentials, request)).toEqual({
      "x-api-key": "pk_test",
      "x-time": "1706918400000",
      "x-nonce": "00000000000000000000000000000000",
      "x-signature": sign(credentials, { ...request, method: "GET" })["x-signature"],
    });
  });

  test.each<[string, Partial<SignableRequest>]>([
    ["time", { timestampMs: request.timestampMs + 1 }],
    ["nonce", { nonce: "1".repeat(32) }],
    ["method", { method: "PUT" }],
    ["path", { pathname: "/v1/job-runs" }],
    ["query", { query: "limit=1" }],
    ["body", { body: "{}" }],
  ])("covers the %s", (_part, change) => {
    const changed = sign(credentials, { ...request, ...change })["x-signature"];
    expect(changed).not.toBe(sign(credentials, request)["x-signature"]);
  });
});
