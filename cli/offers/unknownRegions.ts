import { knownRegionCodes } from "../../provider/resources/job/regions";
import { suggest } from "../../provider/resources/schema/suggest";

/** Warnings about regions that are not documented. The service may have new ones, so it is asked. */
export function unknownRegions(codes: readonly string[]): readonly string[] {
  return codes.flatMap((code) => {
    if (knownRegionCodes.includes(code)) return [];
    const meant = suggest(code, knownRegionCodes);
    const hint = meant === undefined ? "" : ` Did you mean ${meant}?`;
    return [`This version does not know one of the regions.${hint}`];
  });
}
