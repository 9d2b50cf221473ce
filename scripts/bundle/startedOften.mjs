import { build } from "esbuild";
import { dirname } from "node:path";

/** What is needed with the first request only, and is more text than all the rest. */
const LATER = "undici";

const options = {
  bundle: true,
  minifySyntax: true,
  minifyWhitespace: true,
  platform: "node",
  target: "node20.18",
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
};

/** Leaves a library to a file beside the one that needs it. */
const loadedLater = {
  name: "loaded-later",
  setup({ onResolve }) {
    onResolve({ filter: new RegExp(`^${LATER}$`) }, () => ({
      path: `./${LATER}.js`,
      external: true,
    }));
  },
};

/**
 * Bundles what the engine starts with every command: one small file, and one beside it for later, are
 * read in a third of the time that all the files of their libraries take.
 *
 * @returns {Promise<import("esbuild").Metafile[]>} what went into them.
 */
export async function bundleStartedOften(root, source, outfile, more = {}) {
  const started = await build({
    ...options,
    absWorkingDir: root,
    plugins: [loadedLater],
    entryPoints: [source],
    outfile,
    ...more,
  });
  const later = await build({
    ...options,
    absWorkingDir: root,
    entryPoints: { [LATER]: LATER },
    outdir: dirname(outfile),
  });
  return [started.metafile, later.metafile];
}
