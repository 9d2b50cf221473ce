import { DispersedError } from "../../../../provider/api/errors/errors";
import { createRedactor } from "../../../../provider/api/errors/redact";
import {
  explainFailure,
  type Operation,
} from "../../../../provider/resources/contract/explainFailure";
import {
  isPartialFailure,
  PartialFailure,
} from "../../../../provider/resources/contract/partialFailure";

describe("explainFailure", () => {
  const operation: Operation = {
    name: "box",
    aftermath: "The state is unchanged.",
    storedKey: false,
    redact: createRedactor(["hunter22"]),
  };
  const explain = (message: string, more: Partial<Operation> = {}): DispersedError =>
    explainFailure(new DispersedError("rejected", message), { ...operation, ...more });

  test.each([
    ["no such job", "box: no such job. The state is unchanged."],
    ["no such job.", "box: no such job. The state is unchanged."],
    ["why not?", "box: why not? The state is unchanged."],
  ])("makes whole sentences of %p", (message, expected) => {
    expect(explain(message).message).toBe(expected);
  });

  test("hides the resource's secrets, and keeps no cause that has them", () => {
    const { message, cause } = explain("no hunter22");
    expect([message, cause]).toEqual(["box: no [secret]. The state is unchanged.", undefined]);
  });

  test("says what to do when a stored key is refused", () => {
    const error = new DispersedError("rejected", "no", { status: 401 });
    expect(explainFailure(error, { ...operation, storedKey: true }).message).toContain(
      "existing resources are read with the key that the last `pulumi up` stored",
    );
  });
});

describe("PartialFailure", () => {
  test("has the id, the outputs and one clean reason", () => {
    const outputs = { uuid: "id" };
    expect(new PartialFailure("id", outputs, new Error("no\u001b node"))).toMatchObject({
      id: "id",
      outputs,
      message: "no node",
      reasons: ["no node"],
    });
  });

  test.each([new Error("no"), undefined])("is not %p", (value) => {
    expect(isPartialFailure(value)).toBe(false);
  });
});
