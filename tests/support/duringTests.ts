/**
 * Opens something for each test of the enclosing block, or `once` for all of them, and closes it after.
 * What is returned has the members of what is open just then.
 */
export function duringTests<T extends { close(): unknown }>(
  open: () => Promise<T>,
  once: boolean,
): T {
  let current: T | undefined;
  const [before, after] = once ? [beforeAll, afterAll] : [beforeEach, afterEach];
  before(async () => {
    current = await open();
  });
  after(async () => {
    await current?.close();
    current = undefined;
  });
  const get = (_target: object, name: PropertyKey): unknown =>
    (current as Readonly<Record<PropertyKey, unknown>> | undefined)?.[name];
  return new Proxy({}, { get }) as T;
}
