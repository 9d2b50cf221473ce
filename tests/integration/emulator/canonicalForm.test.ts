// The emulator's canonicaliser against the documentation's vectors and against Python, whose
// json.dumps and urllib.parse.quote are what the documented rules describe.
import { execFileSync } from "node:child_process";
import { bodySha256, canonicalString, expectedSignature } from "../../../emulator/auth/signature";
import { canonicalQuery } from "../../../emulator/auth/canonicalQuery";
import type { CanonicalForms } from "../../../emulator/auth/signature";
import { parseJson } from "../../../emulator/http/json";
import type { ReceivedBody } from "../../../emulator/http/receivedBody";
import vectors from "../../fixtures/signingVectors.json";

const documented: CanonicalForms = { body: "escaped", querySpace: "%20" };

function received(text: string): ReceivedBody {
  const bytes = Buffer.from(text);
  return text === "" ? { bytes } : { bytes, json: parseJson(text) };
}

describe("the signing vectors", () => {
  const cases = vectors.map((vector) => ({
    ...vector,
    parts: { ...vector, body: received(vector.body === null ? "" : JSON.stringify(vector.body)) },
  }));

  test.each(cases)("$name: the canonical string and signature", ({ parts, ...vector }) => {
    expect(canonicalString(parts, documented)).toBe(vector.canonicalString);
    const signature = expectedSignature(parts, vector.secretKey, documented).toString("hex");
    expect(signature).toBe(vector.signature);
  });
});

const bodies = [
  "",
  "{}",
  "[]",
  "null",
  '"text"',
  "0",
  "-17.25",
  '{"b":1,"a":{"d":[{"z":true,"y":false}],"c":null}}',
  '{ "spaced" : [ 1 , 2 ] }',
  '{"title":"café"}',
  '{"title":"caf\\u00e9"}',
  '{"title":"🚀 launch"}',
  '{"del":"\u007f","c1":"\u0080","nbsp":"\u00a0"}',
  '{"controls":"\\u0000\\b\\t\\n\\f\\r\\u001f","marks":"\\"\\\\\\/"}',
  '{"separators":"\u2028\u2029"}',
  '{"\u{1f680}":"astral","\uffee":"halfwidth","\ue000":"private","z":"ascii","é":"latin"}',
  '{"a\u{1f680}":1,"a":2,"a\uffee":3,"aa":4}',
  '{"10":"ten","9":"nine","env":{"B":"2","A":"1","a":"0"}}',
  '{"nested":[[["é"],[{"ü":{"b":1,"a":"🎉"}}]],[]]}',
  '{"lone":"\\ud800"}',
  '{"twice":1,"twice":2}',
  '{"__proto__":"kept","constructor":"kept"}',
  '{"long":9007199254740991}',
];

const queries = [
  "",
  "z=3&a=1&b=2",
  "tag=zebra&tag=apple",
  "page=1&limit=20&sort=-created_at",
  "filter[job_uuid]=3fa8&filter[status]=PENDING,RUNNING",
  "filter%5Bstatus%5D=PENDING%2CRUNNING",
  "blank=&none&x=1",
  "&&a=1&&",
  "a=b=c",
  "marks=~*!'()-_.:/?@",
  "plus=1%2B1&space=one two&also=one+two&coded=one%20two",
  "name=caf%C3%A9&emoji=%F0%9F%9A%80",
  "%F0%9F%9A%80=1&%EF%BF%AE=2&~=3",
  "a.b=1&a=2&a-b=3&a%5Bb=4",
];

const python = `
import hashlib, hmac, json, sys
from urllib.parse import parse_qsl, quote
asked = json.load(sys.stdin)
def body_hash(text):
    if text == "":
        return hashlib.sha256(b"").hexdigest()
    value = json.loads(text)
    canonical = json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()
def query(text):
    pairs = sorted(parse_qsl(text, keep_blank_values=True))
    return "&".join(quote(k, safe="") + "=" + quote(v, safe="") for k, v in pairs)
def signature(text):
    parts = ["pk_x", "1700000000000", "a" * 32, "POST", "/v1/jobs", "a=1", body_hash(text)]
    return hmac.new(b"sk_x", "|".join(parts).encode("utf-8"), hashlib.sha256).hexdigest()
print(json.dumps({
    "signatures": [signature(b) for b in asked["bodies"]],
    "queries": [query(q) for q in asked["queries"]],
}))
`;

// Without Python this throws and the file fails: a missing third hand must not pass unseen.
const thirdHand = JSON.parse(
  execFileSync("python3", ["-c", python], {
    input: JSON.stringify({ bodies, queries }),
  }).toString(),
) as { signatures: string[]; queries: string[] };

describe("Python as third hand", () => {
  test.each(bodies.map((body, index) => ({ body, index })))(
    "signs the body $body alike",
    ({ body, index }) => {
      const signature = expectedSignature(
        {
          publicKey: "pk_x",
          timestamp: "1700000000000",
          nonce: "a".repeat(32),
          method: "POST",
          pathname: "/v1/jobs",
          query: "a=1",
          body: received(body),
        },
        "sk_x",
        documented,
      );
      expect(signature.toString("hex")).toBe(thirdHand.signatures[index]);
    },
  );

  test.each(queries.map((query, index) => ({ query, index })))(
    "writes the query $query alike",
    ({ query, index }) => {
      expect(canonicalQuery(query, "%20")).toBe(thirdHand.queries[index]);
    },
  );
});

test("the raw body form leaves characters outside ASCII as they are", () => {
  expect(bodySha256(received('{"title":"café"}'), "raw")).toBe(
    "03317d05599e663eaa056650b15443eee1aedeb9c72d877e6e12540968ef3d98",
  );
});

test("the plus form writes a space in a query as a plus sign", () => {
  expect(canonicalQuery("a=one%20two", "+")).toBe("a=one+two");
});

test("a body that is not JSON is hashed as its bytes", () => {
  // SHA-256 of the six bytes "not js", from sha256sum.
  expect(bodySha256({ bytes: Buffer.from("not js") }, "escaped")).toBe(
    "bdbe9aeb7a4b8a603be548a9834e18ec594b9cbaa6995b9f77057499ecf931c7",
  );
});
