// What messages call the commands and settings of the tool that the user works with. The core takes
// them from here alone, so a host of another tool changes this table and no message.
import type { Setting, settings } from "./settings";

/** Commands as a user can run them in the project's folder, quoted for a sentence. */
export const commands = {
  up: "`pulumi up`",
  upRefresh: "`pulumi up --refresh`",
  upRunProgram: "`pulumi up --refresh --run-program`",
  /** Replaces one resource; its URN has to be added. */
  upReplace: "`pulumi up --replace`",
  destroy: "`pulumi destroy`",
  /** Ends one resource. */
  destroyTarget: "`pulumi destroy --target <urn>`",
  destroyRunProgram: "`pulumi destroy --run-program`",
  refresh: "`pulumi refresh`",
  /** Flag of the commands that read every resource first. */
  refreshFlag: "`--refresh`",
  /** Flag of the commands that are limited to some resources. */
  targetFlag: "`--target`",
  stateDelete: "`pulumi state delete`",
  orphans: "`npx dispersed orphans --project .`",
  sweep: "`npx dispersed sweep --project . --cancel`",
  logs: "`npx dispersed logs`",
} as const;

/** The command that stores a setting. */
export function setCommand({ name, secret = false }: Pick<Setting, "name" | "secret">): string {
  return `\`pulumi config set${secret ? " --secret" : ""} ${settingName({ name })} …\``;
}

/**
 * The command that ends the jobs of a stack that was renamed or removed.
 *
 * @param stack its old name, as `project/stack`, where it is known.
 */
export function sweepOldStack(stack?: string): string {
  const name = stack ?? "project/old-name";
  const hint = stack === undefined ? ", with the stack's old name" : "";
  return `\`npx dispersed sweep --project . --stack organization/${name} --cancel\`${hint}`;
}

/** A setting's name as a user writes it, where it is not known beforehand. */
export function settingName({ name }: Pick<Setting, "name">): string {
  return `dispersed:${name}`;
}

/**
 * A setting as a user writes it, such as `dispersed:onOrphan` or `dispersed:onOrphan: "ignore"`.
 *
 * @param value what to set it to.
 */
export function settingText(name: keyof typeof settings, value?: string): string {
  return settingName({ name }) + (value === undefined ? "" : `: "${value}"`);
}
