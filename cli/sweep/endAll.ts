import { createLimiter } from "../../provider/api/limiter";
import type { Connection } from "../../provider/pulumi/connection";
import type { Orphan } from "../orphans/findOrphans";
import { endOrphan, type Ending } from "./endOrphan";

/** So few at a time that each is cancelled right after it was read again. */
const AT_ONCE = 8;

/** Ends orphans, the oldest first, and tells of each as soon as it is over. */
export async function endAll(
  connection: Connection,
  orphans: readonly Orphan[],
  timeoutMs: number,
  tell: (ending: Ending) => void,
): Promise<readonly Ending[]> {
  const limiter = createLimiter(AT_ONCE);
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
