// `npm run sdks`: the SDKs of the native plugin, in dist/sdks or the folder that is named.
import { dirname, join } from "node:path";

import { runScript } from "./runScript";
import { writeSdks } from "./sdks/writeSdks";

const folder = process.argv[2] ?? join(dirname(__dirname), "dist", "sdks");

runScript(() => writeSdks(folder).then(() => console.log(folder)));
