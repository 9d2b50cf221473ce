import { type DispersedError, isDispersedError } from "../../../provider/api/errors/errors";

/** The error that a call ends with; a call that succeeds, or fails otherwise, fails the test. */
export async function errorOf(call: Promise<unknown>): Promise<DispersedError> {
  const thrown = await call.then(
    () => new Error("The call succeeded."),
    (error: unknown) => error,
  );
  if (isDispersedError(thrown)) return thrown;
  throw thrown;
}
