import { selectStages } from "../../../scripts/test/stages";

const namesOf = (names: readonly string[]): string[] => selectStages(names).map(({ name }) => name);

test("all stages run in the order of cost when none is named", () => {
  expect(namesOf([])).toEqual([
    ...["lint", "cycles", "format", "types", "workflows", "drift"],
    ...["unit", "integration", "package", "e2e"],
  ]);
});

test("only the stages named run, in the usual order", () => {
  expect(namesOf(["e2e", "lint"])).toEqual(["lint", "e2e"]);
});

test("a stage that does not exist is refused with those that do", () => {
  expect(() => selectStages(["unit", "units"])).toThrow(
    'There is no stage "units". The stages are: lint, cycles, format, types, workflows, drift, unit,' +
      " integration, package, e2e.",
  );
});
