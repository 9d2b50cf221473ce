// Which faults strike which requests. The only mechanism there is: failNext is a front of it.
import type { CheckedFault, ScriptPhase } from "./fault";

/** The faults of one request. */
export interface Strikes {
  /** The fault that is due in a phase, if there is one. */
  at(phase: ScriptPhase): CheckedFault | undefined;
}

/** The faults that are ordered and not yet used up. */
export interface FaultScript {
  /** Orders a fault; where two are due at once, the one ordered first strikes. */
  add(fault: CheckedFault): void;
  /** Orders a fault for the next requests that no fault ordered like this strikes before it. */
  addNext(fault: CheckedFault, count: number): void;
  /** Takes every order back; a request that has arrived keeps what is due for it. */
  clear(): void;
  /** Counts a request that has arrived on a route. */
  begin(route: string): Strikes;
}

interface Order {
  readonly fault: CheckedFault;
  seen: number;
}

interface NextOrder {
  readonly fault: CheckedFault;
  remaining: number;
}

/** Makes an empty {@link FaultScript}. */
export function createFaultScript(): FaultScript {
  let orders: Order[] = [];
  let nextOrders: NextOrder[] = [];

  const takeNext = (route: string, phase: ScriptPhase): CheckedFault | undefined => {
    const order = nextOrders.find(({ fault }) => fault.route === route && fault.phase === phase);
    if (order !== undefined) {
      order.remaining -= 1;
      nextOrders = nextOrders.filter(({ remaining }) => remaining > 0);
    }
    return order?.fault;
  };

  return {
    add(fault) {
      orders.push({ fault, seen: 0 });
    },
    addNext(fault, count) {
      nextOrders.push({ fault, remaining: count });
    },
    clear() {
      orders = [];
      nextOrders = [];
    },
    begin(route) {
      const counted = orders.filter(({ fault }) => fault.route === route);
      for (const order of counted) {
        order.seen += 1;
      }
      const due = counted.filter(isDue).map(({ fault }) => fault);
      orders = orders.filter((order) => order.seen < lastTurn(order.fault));
      return { at: (phase) => due.find((f) => f.phase === phase) ?? takeNext(route, phase) };
    },
  };
}

function isDue({ fault: { occurrence }, seen }: Order): boolean {
  if (occurrence === "every") {
    return true;
  }
  return typeof occurrence === "number"
    ? seen === occurrence
    : seen >= occurrence[0] && seen <= occurrence[1];
}

function lastTurn({ occurrence }: CheckedFault): number {
  if (occurrence === "every") {
    return Infinity;
  }
  return typeof occurrence === "number" ? occurrence : occurrence[1];
}
