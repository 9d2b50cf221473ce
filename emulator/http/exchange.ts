import type { IncomingHttpHeaders } from "node:http";
import type { ReceivedBody } from "./receivedBody";
import type { Reply } from "./reply";

/** A request on its way in. */
export interface Exchange {
  readonly method: string;
  /** As received, without the query. */
  readonly pathname: string;
  /** As received, without the `?`. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly receiveBody: () => Promise<ReceivedBody>;
}

/** What becomes of a request: an answer, a connection that breaks, or silence. */
export type Outcome =
  | { readonly kind: "reply"; readonly reply: Reply }
  | {
      readonly kind: "verbatim";
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | { readonly kind: "reset" }
  | { readonly kind: "hang" };

/** The status that a client sees, if it sees one. */
export function statusOf(outcome: Outcome): number | null {
  switch (outcome.kind) {
    case "reply":
      return outcome.reply.status;
    case "verbatim":
      return outcome.status;
    case "reset":
    case "hang":
      return null;
  }
}
