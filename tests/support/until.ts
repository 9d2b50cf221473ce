const LIMIT_MS = 10_000;
const LOOK_EVERY_MS = 5;

/** Resolves once `isSo` holds; rejects after ten seconds in which it never did. */
export async function until(isSo: () => boolean): Promise<void> {
  const startMs = performance.now();
  while (!isSo()) {
    if (performance.now() - startMs > LIMIT_MS) {
      throw new Error(`This never came true: ${isSo.toString()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
