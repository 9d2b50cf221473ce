import { build } from "esbuild";
import { small } from "./startedOften.mjs";

/**
 * What a program may need, and a component never does: the Pulumi SDK loads the TypeScript compiler and a reader of
 * package folders to turn functions into text, for dynamic providers, and the Automation API; ours loads the host, for
 * functions and estimates. Together they would be most of the bundle.
 */
const onlyForPrograms = {
  name: "only-for-programs",
  setup({ onResolve, onLoad }) {
    const filter =
      /(^|\/)(typescript-shim|codePaths|automation)$|^(@npmcli\/arborist|typescript|ts-node|pulumi-dispersed\/host)$/;
    onResolve({ filter }, ({ path }) => ({ path, namespace: "nothing" }));
    onLoad({ filter: /.*/, namespace: "nothing" }, () => ({ contents: "module.exports = {};" }));
  },
};

/** The code of the thread that makes components, with the Pulumi SDK, and what went into it. */
export async function bundleComponents(root) {
  const { outputFiles, metafile } = await build({
    ...small,
    absWorkingDir: root,
    plugins: [onlyForPrograms],
    entryPoints: ["construct/main.ts"],
    outfile: "components.js",
    write: false,
  });
  return { text: outputFiles[0].text, metafile };
}
