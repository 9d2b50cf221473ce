// A state belongs to one service: with another base URL nothing is asked.
import { commands, settingText } from "../../api/config/hostWords";
import { DispersedError } from "../../api/errors/errors";
import type { ServiceAccess } from "./effects";
import type { Properties } from "../schema/types";

/**
 * Stops when a state is about another service.
 *
 * @throws DispersedError; nothing is sent.
 */
export function requireOrigin({ api }: ServiceAccess, { apiOrigin }: Properties): void {
  const { origin } = api.config;
  if (apiOrigin === undefined || apiOrigin === origin) return;
  throw new DispersedError(
    "validation",
    `the job was created at ${JSON.stringify(apiOrigin)}, but ${settingText("baseUrl")} is now ${origin}. ` +
      `Nothing was sent. Set ${settingText("baseUrl")} back to work with this job. ${commands.destroy} uses ` +
      `the setting of the last ${commands.up}: run that first, or ${commands.destroyRunProgram}.`,
  );
}
