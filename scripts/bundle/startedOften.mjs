import { build } from "esbuild";
import { dirname } from "node:path";

/**
 * Libraries that few starts need, or none at once, by the files that they become: together they are
 * more text than all the rest.
 */
const later = { undici: "undici", sshKeys: "micro-key-producer/ssh.js", yaml: "yaml" };

/** The names of these files. */
export const companions = Object.keys(later).map((file) => `${file}.js`);

/** How every bundle is made. */
export const options = {
  bundle: true,
  platform: "node",
  target: "node20.18",
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
};

/** As {@link options}, for what is read often. */
export const small = { ...options, minifySyntax: true, minifyWhitespace: true };

/** Leaves these libraries to files beside the one that needs them. */
const loadedLater = {
  name: "loaded-later",
  setup({ onResolve }) {
    for (const [file, library] of Object.entries(later)) {
      onResolve({ filter: new RegExp(`^${library}$`) }, () => ({
        path: `./${file}.js`,
        external: true,
      }));
    }
  },
};

/**
 * Bundles what the engine starts with every command: one small file, and some beside it for later,
 * are read in a third of the time that all the files of their libraries take.
 *
 * @returns {Promise<import("esbuild").Metafile[]>} what went into them.
 */
export async function bundleStartedOften(root, source, outfile, more = {}) {
  const started = await build({
    ...small,
    absWorkingDir: root,
    plugins: [loadedLater],
    entryPoints: [source],
    outfile,
    ...more,
  });
  const imports = Object.values(started.metafile.outputs).flatMap((output) => output.imports);
  const wanted = Object.entries(later).filter(([file]) =>
    imports.some(({ path }) => path === `./${file}.js`),
  );
  const others = await build({
    ...small,
    absWorkingDir: root,
    entryPoints: Object.fromEntries(wanted),
    outdir: dirname(outfile),
  });
  return [started.metafile, others.metafile];
}
