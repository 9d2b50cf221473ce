// The four headers that sign a request, in the words that OpenAPI leaves for what it cannot express.

const signature = `Lower-case hex of the HMAC-SHA256 whose key is the secret key as it was issued, in UTF-8, and
whose message is these seven parts, joined by "|":

1. the public key, as in X-API-Key;
2. the time, as in X-Time;
3. the nonce, as in X-Nonce;
4. the method in upper case;
5. the path, from its "/v1" on;
6. the query: names sorted by code point, for a repeated name its values too, both percent-encoded
   by RFC 3986 and joined as name=value by "&"; empty where there is none;
7. the lower-case hex SHA-256 of the body: of its JSON with the members of every object sorted by
   code point, no spaces, and non-ASCII characters as \\uXXXX; of no bytes where there is no body.

Every attempt is signed anew.`;

const header = (name: string, description: string): object => ({
  type: "apiKey",
  in: "header",
  name,
  description,
});

/** The headers as security schemes. */
export const securitySchemes = {
  publicKey: header("X-API-Key", "The public key of the account."),
  time: header(
    "X-Time",
    "The time in epoch milliseconds; at most five minutes from the server's clock.",
  ),
  nonce: header("X-Nonce", "16 random bytes in lower-case hex, never used before."),
  signature: header("X-Signature", signature),
};

/** All four are needed. */
export const security = [
  Object.fromEntries(Object.keys(securitySchemes).map((name) => [name, []])),
];
