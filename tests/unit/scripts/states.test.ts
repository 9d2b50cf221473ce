// The recorded states are kept for ever, so what is in them is looked at.
import { version } from "../../../package.json";
import { canaries, stateCases } from "../../support/states/cases";
import { readFixtures } from "../../support/states/readFixtures";

const recorded = readFixtures();

test("every case is recorded for this version", () => {
  const names = recorded.filter((one) => one.version === `v${version}`).map(({ name }) => name);
  expect(names.sort()).toEqual(stateCases.map(({ name }) => name).sort());
});

describe.each(recorded)("the state $name of $version", ({ fixture }) => {
  test("names no folder of a machine", () => {
    // A project's own folder is /; what the program published stands below no folder.
    expect(JSON.stringify(fixture)).not.toMatch(/\/(?:tmp|home|root|Users|var)\/|[A-Z]:\\\\/);
  });

  test("holds no secret in clear", () => {
    const state = JSON.stringify(fixture.state);
    const secrets = [...canaries, fixture.keys.secretKey, "PRIVATE KEY"];
    expect(secrets.filter((secret) => state.includes(secret))).toEqual([]);
  });
});
