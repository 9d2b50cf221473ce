import {
  containerPort,
  hasReached,
  waitStages,
  type WaitStage,
} from "../../../../provider/resources/job/waitStage";

describe("hasReached", () => {
  const reached = (status: string): readonly WaitStage[] =>
    waitStages.filter((stage) => hasReached(stage, { status, ports: [], published: [] }));

  test.each<[string, readonly WaitStage[]]>([
    ["PENDING", ["created"]],
    ["ASSIGNED", ["created", "assigned"]],
    ["PREPARING", ["created", "assigned"]],
    ["RUNNING", ["created", "assigned", "running", "ready"]],
    ["COMPLETED", ["created", "assigned", "running", "ready", "completed"]],
    ["running", ["created"]],
    ["FAILING", ["created"]],
    ["CANCELLING", ["created"]],
  ])("says that a job that is %s has been %p", (status, expected) => {
    expect(reached(status)).toEqual(expected);
  });

  test.each<[string, readonly number[] | undefined, readonly string[], boolean]>([
    ["nothing is published and nothing was asked for", undefined, [], false],
    ["anything is published and nothing was asked for", undefined, ["8080"], true],
    ["no port was wanted", [], [], true],
    ["every port is published", [8080, 22], ["ssh", "8080"], true],
    ["SSH is published under its number", [22], ["22"], true],
    ["one port is missing", [22, 8080], ["ssh"], false],
    ["another port is published", [8080], ["80801"], false],
    ["a port is published in words only", [8080], ["port 8080"], false],
  ])("judges whether a running job is ready when %s", (_name, ports, published, expected) => {
    expect(hasReached("ready", { status: "RUNNING", ports, published })).toBe(expected);
  });
});

describe("containerPort", () => {
  test.each([
    ["ssh", 22],
    ["8080", 8080],
    ["", undefined],
    ["123456", undefined],
    ["80 ", undefined],
  ])("of %p is %p", (description, expected) => {
    expect(containerPort(description)).toBe(expected);
  });
});
