import { Job } from "../../../sdk";
import { useMocks } from "./components/mocks";

useMocks(() => ({}));

const args = { task: "PERSISTENT", container: { image: "ubuntu" } } as const;

test("the program's limit of traces is what it was", () => {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = 7;
  try {
    new Job("limited", args);
    expect(() => new Job("", args)).toThrow();
    expect(Error.stackTraceLimit).toBe(7);
  } finally {
    Error.stackTraceLimit = before;
  }
});

test("a resource that cannot be made tells where it stands in the program", () => {
  try {
    new Job("", args);
  } catch (error) {
    expect((error as Error).stack).toMatch(/name.*\n(.*\n)+?.*traces\.test\.ts/);
    return;
  }
  throw new Error("the job was made");
});
