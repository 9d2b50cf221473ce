// Checks of the service: whether it answers, its clock, and whether it accepts the key.
import { dateMs } from "../../provider/api/clock";
import { canListJobs } from "../../provider/api/endpoints/jobs";
import { isDispersedError, errorMessage } from "../../provider/api/errors/errors";
import { sentences } from "../../provider/api/errors/sentences";
import { createTransport, type TransportResponse } from "../../provider/api/http/transport";
import type { Connection } from "../../provider/host/providerProcess";
import { formatDuration } from "../../provider/resources/schema/duration";
import type { DoctorLine } from "./doctorLine";

/** The service rejects signatures that are five minutes old. */
const CLOCK_LIMIT_MS = 5 * 60_000;
const CLOCK_WARNING_MS = 30_000;
const TIMEOUT_MS = 10_000;

/** Asks the service, first without the key and then with it. */
export async function checkService(connection: Connection): Promise<readonly DoctorLine[]> {
  const { api, clock } = connection;
  const { origin } = api.config;
  let answer: TransportResponse;
  try {
    answer = await createTransport(1)({
      method: "GET",
      origin,
      pathname: "/v1/jobs",
      query: "limit=1",
      headers: { accept: "application/json" },
      body: undefined,
      timeoutMs: TIMEOUT_MS,
    });
  } catch (error) {
    const detail =
      `${origin} cannot be reached (${errorMessage(error)}): check the network, the proxy and ` +
      "DISPERSED_API_BASE_URL";
    return [{ verdict: "fail", subject: "service", detail }];
  }
  return [
    { verdict: "ok", subject: "service", detail: `${origin} answers` },
    clockLine(answer.headers["date"], clock.nowMs()),
    ...(await keyLines(connection)),
  ];
}

/** Compares clocks by the Date header, which has whole seconds. */
export function clockLine(date: string | undefined, nowMs: number): DoctorLine {
  const offsetMs = dateMs(date) - nowMs;
  const subject = "clock";
  if (Number.isNaN(offsetMs)) {
    return { verdict: "warn", subject, detail: "the service sends no time to compare with" };
  }
  const size = Math.abs(offsetMs);
  const side = offsetMs < 0 ? "ahead of" : "behind";
  const detail = `this machine is ${formatDuration(size)} ${side} the service`;
  if (size < CLOCK_WARNING_MS) return { verdict: "ok", subject, detail };
  const limit = formatDuration(CLOCK_LIMIT_MS);
  const next = `signatures more than ${limit} off are rejected: set the clock, for example with NTP`;
  return { verdict: "warn", subject, detail: `${detail}; ${next}` };
}

async function keyLines({ api }: Connection): Promise<readonly DoctorLine[]> {
  const accepted = { verdict: "ok", subject: "key", detail: "accepted" } as const;
  try {
    await canListJobs(api);
    return [accepted, { verdict: "ok", subject: "list", detail: "the key may list jobs" }];
  } catch (error) {
    const status = isDispersedError(error) ? error.status : undefined;
    const fail = (subject: string, next: string): DoctorLine => ({
      verdict: "fail",
      subject,
      detail: sentences(errorMessage(error), next),
    });
    if (status === 401)
      return [fail("key", "Create a new key pair in the console, or copy it again.")];
    if (status === 403) {
      return [
        accepted,
        fail("list", "Give the key permission to list jobs: creating a job needs it."),
      ];
    }
    return [fail("list", "Try again later.")];
  }
}
