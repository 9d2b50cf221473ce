// Refusals in the words of the API, and of proxies before it.
import { STATUS_CODES } from "node:http";
import type { Outcome } from "../http/exchange";
import { errorReply, HttpError } from "../http/reply";
import type { Refusal } from "./fault";

/** Codes that the API's own refusals have. */
const codes: Readonly<Record<number, string>> = {
  400: "invalid_query",
  401: "bad_signature",
  403: "forbidden",
  404: "not_found",
  409: "conflict",
  413: "body_too_large",
  415: "unsupported_media_type",
  422: "validation_failed",
  429: "rate_limited",
};

/** Puts a refusal into words. */
export function refusal({ status = 403, form = "api", code }: Refusal): Outcome {
  const phrase = STATUS_CODES[status] ?? "Error";
  const verbatim = (type: string, body: string): Outcome => ({
    kind: "verbatim",
    status,
    headers: { "Content-Type": type },
    body,
  });
  switch (form) {
    case "api": {
      const known = code ?? codes[status] ?? "internal_error";
      const error = new HttpError(status, known, `${phrase}, as a fault script says.`);
      return { kind: "reply", reply: errorReply(error) };
    }
    case "html": {
      const title = `${status} ${phrase}`;
      const page = `<html>\r\n<head><title>${title}</title></head>\r\n<body><h1>${title}</h1></body>\r\n</html>\r\n`;
      return verbatim("text/html", page);
    }
    case "foreign-json":
      return verbatim("application/json", JSON.stringify({ message: phrase }));
    case "problem-json": {
      const problem = { type: "about:blank", title: phrase, status };
      return verbatim("application/problem+json", JSON.stringify(problem));
    }
    case "empty":
      return { kind: "verbatim", status, headers: {}, body: "" };
  }
}
