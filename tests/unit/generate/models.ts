// Made-up models, for what the generators write about them.
import type { PropertyModel } from "../../../scripts/generate/model";

/** A property with the fields that matter to a test. */
export const given = (fields: Partial<PropertyModel>): PropertyModel => ({
  name: "size",
  kind: { is: "number" },
  required: false,
  description: "How large.",
  replaces: false,
  secret: false,
  defaultsTo: undefined,
  ...fields,
});

/** An object with a name. */
export const box = {
  name: "Box",
  description: "A box.",
  properties: [given({ name: "lid", kind: { is: "boolean" }, required: true })],
};
