// What a job was ordered with, as the service repeats it: in a job, and in a recipe's template.
import * as z from "zod";

import { lenient } from "./envelope";
import { lenientAmount, lenientText, lenientWord } from "./lenientFields";
import {
  forEachField,
  orderFields,
  type OrderFieldName,
  type OrderFieldValues,
} from "./orderFields";
import { knownTasks } from "./spellings";

/** The order of a job, as far as the service repeats it. No secret is kept. */
export interface JobOrder extends Required<OrderFieldValues> {
  /** Open: BATCH, PERSISTENT. */
  readonly task: string | undefined;
  /** Image without its tag. */
  readonly image: string | undefined;
  readonly tag: string | undefined;
}

const imageFields = { image: lenientText, tag: lenientText };
const innerImage = z.object(imageFields);

/**
 * The image of `parameters`, with or without its inner `parameters`. The rest is
 * not read: it may hold passwords.
 */
const wireImage = lenient(
  z
    .object({ ...imageFields, parameters: z.unknown().optional() })
    .transform(({ image, tag, parameters }) => {
      const inner = innerImage.safeParse(parameters);
      return inner.success ? inner.data : { image, tag };
    }),
);

const lenientOf = {
  number: lenientAmount,
  text: lenientText,
  texts: lenient(z.array(z.string()).readonly()),
};

/** The fields of the table by their names on the wire. */
type WireFields = {
  readonly [
    Name in OrderFieldName as (typeof orderFields)[Name]["wire"]
  ]: (typeof lenientOf)[(typeof orderFields)[Name]["kind"]];
};

const wireFields = Object.fromEntries(
  Object.values(orderFields).map(({ wire, kind }) => [wire, lenientOf[kind]]),
) as WireFields;

/** The fields of an order, for the schemas of jobs and recipes. */
export const wireOrderFields = {
  task: lenientWord(knownTasks),
  parameters: wireImage,
  ...wireFields,
};

/** Reads the order out of those fields. */
export function orderOf(wire: z.output<z.ZodObject<typeof wireOrderFields>>): JobOrder {
  return {
    task: wire.task,
    image: wire.parameters?.image,
    tag: wire.parameters?.tag,
    ...(forEachField((name) => wire[orderFields[name].wire]) as Required<OrderFieldValues>),
  };
}
