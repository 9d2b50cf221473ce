// The plan of interruptions, which must be the same again for the same seed.
import { planKills, ways } from "../../e2e/interrupted/killPlan";

test("plans the same points for the same seed, and others for another", () => {
  expect(planKills(7, 40)).toEqual(planKills(7, 40));
  expect(planKills(7, 40)).not.toEqual(planKills(8, 40));
});

test("a longer plan begins with the shorter one", () => {
  expect(planKills(7, 40).slice(0, 20)).toEqual(planKills(7, 20));
});

test.each([0, 1, 2, 3, 4, 5])("every way and every place is in the first points of %i", (seed) => {
  const plan = planKills(seed, 20);
  expect(new Set(plan.map(({ way }) => way))).toEqual(new Set(ways));
  expect(new Set(plan.map(({ course, moment }) => `${course}, ${moment}`)).size).toBe(15);
});

test("every way strikes at every place, in a long plan", () => {
  const pairs = planKills(3, 200).map(({ way, course, moment }) => `${way}, ${course}, ${moment}`);
  expect(new Set(pairs).size).toBe(ways.length * 15);
});
