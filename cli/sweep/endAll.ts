import { createLimiter } from "../../provider/api/http/concurrencyLimit";
import type { Connection } from "../../provider/host/providerProcess";
import type { Orphan } from "../orphans/decideOrphans";
import { endOrphan, type Ending } from "./endOrphan";

/** Few at a time, so that each is cancelled right after it was read again. */
const MAX_AT_ONCE = 8;

/** Cancels orphans, the oldest first, and reports each as soon as it is done. */
export async function endAll(
  connection: Connection,
  orphans: readonly Orphan[],
  timeoutMs: number,
  tell: (ending: Ending) => void,
): Promise<readonly Ending[]> {
  const limiter = createLimiter(MAX_AT_ONCE);
  return Promise.all(
    [...orphans].reverse().map((orphan) =>
      limiter.run(async () => {
        const ending = await endOrphan(connection, orphan, timeoutMs);
        tell(ending);
        return ending;
      }),
    ),
  );
}
