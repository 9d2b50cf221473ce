import { HostError } from "../../support/hostProcess";

/** What the engine keeps after a failed create or update; anything else fails the test. */
export async function keptAfterHost(
  operation: Promise<unknown>,
): Promise<NonNullable<HostError["kept"]>> {
  const thrown = await operation.then(
    () => new Error("The operation succeeded."),
    (error: unknown) => error,
  );
  if (thrown instanceof HostError && thrown.kept !== undefined) return thrown.kept;
  throw thrown;
}
