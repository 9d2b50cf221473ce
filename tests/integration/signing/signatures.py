"""The signature of a request as it stands on the wire, by the reference (sections 2.3 to 2.6).

Reads one JSON object a line from stdin and writes one signature a line. It is the third opinion
beside the client's signer and the emulator's check, and shares nothing with either.
"""

import hashlib
import hmac
import json
import sys
import urllib.parse


def canonical_query(wire):
    pairs = sorted(urllib.parse.parse_qsl(wire, keep_blank_values=True))
    quote = lambda text: urllib.parse.quote(text, safe="")
    return "&".join(quote(key) + "=" + quote(value) for key, value in pairs)


def body_sha256(wire):
    if wire is None:
        canonical = ""
    else:
        canonical = json.dumps(
            json.loads(wire), sort_keys=True, ensure_ascii=True, separators=(",", ":")
        )
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def signature(request):
    parts = [
        request["publicKey"],
        request["timestamp"],
        request["nonce"],
        request["method"].upper(),
        request["pathname"],
        canonical_query(request["query"]),
        body_sha256(request["body"]),
    ]
    message = "|".join(parts).encode("utf-8")
    return hmac.new(request["secretKey"].encode("utf-8"), message, hashlib.sha256).hexdigest()


for line in sys.stdin:
    print(signature(json.loads(line)))
