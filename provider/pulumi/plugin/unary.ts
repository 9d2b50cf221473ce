import type { handleUnaryCall } from "@grpc/grpc-js";

import type { EngineLifetime } from "../../host/engineLifetime";
import { serviceErrorOf } from "./rpcError";

/**
 * Makes a method of a gRPC service from a function. It responds once, whatever the function does.
 */
export function unary<Request, Answer>(
  engineLifetime: EngineLifetime,
  handle: (request: Request) => Answer | Promise<Answer>,
): handleUnaryCall<Request, Answer> {
  return ({ request }, answer) => {
    engineLifetime
      .during(async () => handle(request))
      .then(
        (result) => answer(null, result),
        (thrown: unknown) => answer(serviceErrorOf(thrown)),
      );
  };
}
