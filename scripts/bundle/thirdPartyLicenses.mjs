import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The licences of all libraries of which a bundle holds a part. */
export function thirdPartyLicenses(root, metafiles) {
  const sections = libraryFolders(metafiles).map((folder) => {
    const { name, version, license } = JSON.parse(
      readFileSync(join(root, folder, "package.json"), "utf8"),
    );
    return `${name} ${version} (${license})\n\n${licenseText(join(root, folder), name)}`;
  });
  return ["The bundles in this folder hold parts of these libraries.\n", ...sections].join(
    `\n${"-".repeat(80)}\n\n`,
  );
}

function libraryFolders(metafiles) {
  const files = metafiles
    .flatMap(({ outputs }) => Object.values(outputs))
    .flatMap(({ inputs }) =>
      Object.entries(inputs)
        .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
        .map(([file]) => file),
    );
  const folders = files.flatMap(
    (file) => /^(.*\/)?node_modules\/(@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? [],
  );
  return [...new Set(folders)].sort();
}

/** A library without a text of its licence may not be passed on. */
function licenseText(folder, name) {
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  if (file === undefined) throw new Error(`${name} has no licence file and cannot be bundled.`);
  return readFileSync(join(folder, file), "utf8").trimEnd() + "\n";
}
