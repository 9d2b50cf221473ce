import { knownRegionCodes } from "../../provider/resources/regions";
import { suggest } from "../../provider/resources/suggestion";

/** What is said of regions that are not documented. The service may have new ones, so it is asked. */
export function unknownRegions(codes: readonly string[]): readonly string[] {
  return codes.flatMap((code) => {
    if (knownRegionCodes.includes(code)) return [];
    const meant = suggest(code, knownRegionCodes);
    const hint = meant === undefined ? "" : ` Did you mean ${meant}?`;
    return [`${code} is no region that this version knows.${hint}`];
  });
}
