import { build } from "esbuild";
import { brotliCompressSync } from "node:zlib";
import { join } from "node:path";

/** Libraries that few starts need, or none at once: together they are more text than all the rest. */
const later = /^(undici|micro-key-producer\/ssh\.js|yaml)$/;

/** How every bundle is made. */
export const options = {
  bundle: true,
  platform: "node",
  target: "node20.18",
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
};

/** How the bundles are made that the engine starts with every command. */
export const small = { ...options, minifySyntax: true, minifyWhitespace: true };

/** A text as it is kept in a bundle until it is needed. */
export const packed = (text) => brotliCompressSync(text).toString("base64");

/**
 * Puts these libraries into the bundle as compressed texts, which are compiled when they are first needed. As code they
 * would cost every start about 17 ms of processor time, as plain texts about 4 ms.
 */
function compiledLater(root, metafiles) {
  return {
    name: "compiled-later",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: later }, ({ path }) => ({ path, namespace: "later" }));
      onLoad({ filter: /./, namespace: "later" }, async ({ path }) => {
        const { outputFiles, metafile } = await build({
          ...small,
          absWorkingDir: root,
          entryPoints: [path],
          outfile: join(root, "library.js"),
          write: false,
        });
        metafiles.push(metafile);
        return {
          contents: `
            const packed = Buffer.from("${packed(outputFiles[0].contents)}", "base64");
            const text = require("node:zlib").brotliDecompressSync(packed).toString();
            const names = ["exports", "require", "module"];
            require("node:vm")
              .compileFunction(text, names, { filename: "${path}" })
              .call(exports, exports, require, module);`,
        };
      });
    },
  };
}

/**
 * Bundles what the engine starts with every command into one small file.
 *
 * @returns {Promise<import("esbuild").Metafile[]>} what went into it.
 */
export async function bundleStartedOften(root, source, outfile, more = {}) {
  const metafiles = [];
  const { metafile } = await build({
    ...small,
    absWorkingDir: root,
    plugins: [compiledLater(root, metafiles)],
    entryPoints: [source],
    outfile,
    ...more,
  });
  return [metafile, ...metafiles];
}
