// The plan of interruptions, which must be the same again for the same seed.
import { planKills, ways } from "../../e2e/interrupted/killPlan";

test("plans the same points for the same seed, and others for another", () => {
  expect(planKills(7, 40)).toEqual(planKills(7, 40));
  expect(planKills(7, 40)).not.toEqual(planKills(8, 40));
});

test.each([0, 1, 2, 3, 4, 5])("every way and every place is in the first points of %i", (seed) => {
  const plan = planKills(seed, 20);
  expect(new Set(plan.map(({ way }) => way))).toEqual(new Set(ways));
  expect(new Set(plan.map(({ course, moment }) => `${course}, ${moment}`)).size).toBe(15);
});
