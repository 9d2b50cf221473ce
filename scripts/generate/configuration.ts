// The tables of docs/configuration.md.
import { settings, type Setting } from "../../provider/api/config/settings";
import { jobDefaults } from "../../provider/resources/job/defaults";
import { objectModelOf } from "./model";
import { objectChapters, outputTable } from "./reference";

const { properties } = objectModelOf(jobDefaults);

/** The inputs that `dispersed:defaults` may hold, and chapters on the objects among them. */
export const defaultsTable = outputTable(properties);
export const defaultsChapters = objectChapters(properties);

/** A table of all settings. */
export function settingTable(): readonly string[] {
  return [
    "| setting | type | meaning | default | environment variable |",
    "| --- | --- | --- | --- | --- |",
    ...Object.values<Setting>(settings).map(
      ({ name, type, description, fallback = "required", env, secret }) => {
        const kind = secret === true ? `${type}, secret` : type;
        const variables = env.map((variable) => `\`${variable}\``).join(", else ");
        return `| \`dispersed:${name}\` | ${kind} | ${description} | ${fallback} | ${variables} |`;
      },
    ),
  ];
}
