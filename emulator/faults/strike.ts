// What a fault makes of a request.
import type { Clock } from "../state/clock";
import type { Outcome, Rest, Verbatim } from "../http/exchange";
import type { Json } from "../http/json";
import { mergeJson } from "../http/mergeJson";
import { jsonAnswer, type Reply } from "../http/reply";
import type { SettingsKeeper } from "../knobs/settingsKeeper";
import type { FaultAction } from "./fault";
import type { Strikes } from "./faultScript";
import { refusal } from "./refusal";

/** What faults work with. */
export interface StrikeMeans {
  readonly clock: Clock;
  readonly settings: Pick<SettingsKeeper, "change">;
}

/**
 * Lets the fault that is due before the work strike; `undefined`: the request goes on. `work` is what
 * the request asks for, if that is known by now.
 */
export async function strikeRequest(
  strikes: Strikes,
  phase: "before-read" | "before-commit",
  means: StrikeMeans,
  work: () => void = () => undefined,
): Promise<Outcome | undefined> {
  const fault = strikes.at(phase);
  if (fault?.action === "defer") {
    means.clock.after(fault.ms, work);
  }
  await beforehand(fault, means);
  return fault && replacement(fault);
}

/** Lets the faults that are due after the work strike its answer. */
export async function strikeReply(
  strikes: Strikes,
  reply: Reply,
  means: StrikeMeans,
): Promise<Outcome> {
  const late = strikes.at("before-headers");
  await beforehand(late, means);
  const outcome = late === undefined ? null : (replacement(late) ?? distortion(late, reply));
  const halfway = strikes.at("mid-body");
  if (outcome !== null) {
    return outcome;
  }
  return halfway === undefined ? { kind: "reply", reply } : interruption(halfway, reply);
}

/** What a fault does before the request goes on as if nothing had been. */
async function beforehand(
  fault: FaultAction | undefined,
  { clock, settings }: StrikeMeans,
): Promise<void> {
  if (fault?.action === "delay") {
    await pause(clock, fault.ms);
  } else if (fault?.action === "set") {
    settings.change(fault.settings);
  }
}

/** What is answered in place of the truth. */
function replacement(fault: FaultAction): Outcome | undefined {
  switch (fault.action) {
    case "reset":
    case "close":
    case "hang":
      return { kind: fault.action };
    case "status": {
      const { status = 503, headers = {}, body = "" } = fault;
      return { kind: "verbatim", status, headers, body };
    }
    case "refuse":
      return refusal(fault);
    case "defer": {
      const { then = "reset" } = fault;
      return typeof then === "string" ? { kind: then } : refusal(then);
    }
    case "redirect": {
      const { location, status = 302 } = fault;
      return { kind: "verbatim", status, headers: { Location: location }, body: "" };
    }
    case "garbage":
      return { kind: "verbatim", ...jsonAnswer({ status: 200, body: null }), body: noise(64) };
    case "delay":
    case "set":
    case "drip":
    case "truncate":
    case "lie":
      return undefined;
  }
}

/** The truth, bent; `null` where a fault leaves it alone. */
function distortion(fault: FaultAction, reply: Reply): Outcome | null {
  const answer = jsonAnswer(reply);
  switch (fault.action) {
    case "lie": {
      const body = mergeJson(reply.body as Json, fault.json as Json);
      return { kind: "reply", reply: { ...reply, body } };
    }
    case "truncate":
      return verbatim(answer, Buffer.from(answer.body).subarray(0, fault.bytes));
    case "drip": {
      const { bytesPerSecond } = fault;
      return { kind: "verbatim", ...answer, delivery: { from: "head", rest: { bytesPerSecond } } };
    }
    case "reset":
    case "close":
    case "hang":
    case "delay":
    case "set":
    case "status":
    case "refuse":
    case "defer":
    case "redirect":
    case "garbage":
      return null;
  }
}

/** The truth, up to the middle. */
function interruption(fault: FaultAction, reply: Reply): Outcome {
  const answer = jsonAnswer(reply);
  const then = (rest: Rest): Outcome => ({
    kind: "verbatim",
    ...answer,
    delivery: { from: "mid-body", rest },
  });
  switch (fault.action) {
    case "reset":
    case "close":
    case "hang":
      return then(fault.action);
    case "delay":
      return then({ afterMs: fault.ms });
    case "drip":
      return then({ bytesPerSecond: fault.bytesPerSecond });
    case "garbage": {
      const bytes = Buffer.from(answer.body);
      const middle = Math.floor(bytes.length / 2);
      const spoilt = Buffer.concat([bytes.subarray(0, middle), noise(bytes.length - middle)]);
      return verbatim(answer, spoilt);
    }
    case "status":
    case "refuse":
    case "defer":
    case "set":
    case "redirect":
    case "truncate":
    case "lie":
      return { kind: "reply", reply };
  }
}

function verbatim(answer: Verbatim, body: Buffer): Outcome {
  return { kind: "verbatim", ...answer, body };
}

/** Bytes that are neither JSON nor UTF-8. */
function noise(length: number): Buffer {
  return Buffer.from(Array.from({ length }, (_, index) => 0xff - (index % 0x80)));
}

function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => void clock.after(ms, resolve));
}
