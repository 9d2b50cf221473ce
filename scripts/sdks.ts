// `npm run sdks`: the SDKs of the native plugin, in dist/sdks or the folder that is named.
import { dirname, join } from "node:path";
import { writeSdks } from "./sdks/writeSdks";

const folder = process.argv[2] ?? join(dirname(__dirname), "dist", "sdks");

writeSdks(folder).then(
  () => console.log(folder),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
