import { batchRunComponent } from "./batchRun";
import { devBoxComponent } from "./devBox";
import { componentToken, type ComponentDefinition } from "./definition";
import { jobFleetComponent } from "./jobFleet";

/** Every component of this package. Users' states contain the names, so none is ever removed. */
export const components: readonly ComponentDefinition[] = [
  devBoxComponent,
  batchRunComponent,
  jobFleetComponent,
];

/** The component of a token such as `dispersed:index:DevBox`; `undefined` for any other type. */
export function componentOf(token: string): ComponentDefinition | undefined {
  return components.find(({ type }) => componentToken(type) === token);
}
