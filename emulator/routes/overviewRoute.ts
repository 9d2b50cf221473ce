import type { Clock } from "../state/clock";
import type { Route } from "../http/routeTable";
import type { JobStore } from "../state/jobStore";
import type { Nodes } from "../jobs/nodes";
import { drawUpOverview } from "../jobs/view/overview";
import type { RequestLog } from "../http/requestLog";

interface Means {
  readonly store: JobStore;
  readonly nodes: Nodes;
  readonly clock: Clock;
  readonly log: RequestLog;
}

/** The route that the page at `/` asks again and again. */
export function overviewRoute({ store, nodes, clock, log }: Means): Route {
  return {
    method: "GET",
    path: "/_emulator/overview",
    async handle() {
      // The ports of what runs by now shall be open before they are shown.
      await nodes.settle();
      const body = drawUpOverview(store.all(), {
        nowMs: clock.now(),
        requests: log.count(),
        listenersOf: (runUuid) => nodes.listenersOf(runUuid),
      });
      return { status: 200, body };
    },
  };
}
