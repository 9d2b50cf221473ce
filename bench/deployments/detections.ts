// How soon a provider looked at a job that had begun to run.
import type { Emulator } from "../../emulator";

/** From the moment each job ran until the first request that could show it, in milliseconds. */
export function detections(emulator: Emulator): readonly number[] {
  const looks = emulator.requests().filter(({ method }) => method === "GET");
  return emulator.ledger().jobs.flatMap(({ uuid, startedAt }) => {
    const startedAtMs = Date.parse(startedAt ?? "");
    const look = looks.find(
      (each) => each.at >= startedAtMs && (each.uuid === uuid || each.query.includes(uuid)),
    );
    return look === undefined ? [] : [look.at - startedAtMs];
  });
}
