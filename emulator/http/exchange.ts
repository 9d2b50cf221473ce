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

/** A connection that ends early: broken, ended in good order, or left silent. */
export type Silence = "reset" | "close" | "hang";

/** How the second part of an answer follows the first, if it does. */
export type Rest = Silence | { readonly afterMs: number } | { readonly bytesPerSecond: number };

/** How an answer's bytes leave: from its head or from the middle of its body on, not as usual. */
export interface Delivery {
  readonly from: "head" | "mid-body";
  readonly rest: Rest;
}

/** An answer that is given byte for byte. */
export interface Verbatim {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** Absent: all at once. */
  readonly delivery?: Delivery;
}

/** What becomes of a request: an answer, a connection that breaks, or silence. */
export type Outcome =
  | { readonly kind: "reply"; readonly reply: Reply }
  | ({ readonly kind: "verbatim" } & Verbatim)
  | { readonly kind: Silence };

/** The status that a client sees, if it sees one. */
export function statusOf(outcome: Outcome): number | null {
  switch (outcome.kind) {
    case "reply":
      return outcome.reply.status;
    case "verbatim":
      return outcome.status;
    case "reset":
    case "close":
    case "hang":
      return null;
  }
}
