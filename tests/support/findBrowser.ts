import { findExecutable } from "../../scripts/engine/findExecutable";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The system's Chromium: what `CHROMIUM_PATH` names, or else what is on PATH. */
export function findBrowser(env: NodeJS.ProcessEnv): string | undefined {
  return (
    env["CHROMIUM_PATH"] ||
    names.map((name) => findExecutable(name, env)).find((found) => found !== undefined)
  );
}
