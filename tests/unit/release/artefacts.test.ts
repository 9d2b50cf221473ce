import { checksums, type Artefact } from "../../../scripts/release/artefacts";

const artefact = (file: string, sha256: string): Artefact => ({ file, bytes: 1, sha256 });

test("checksums are lines as sha256sum reads them", () => {
  expect(checksums([artefact("a.tgz", "00"), artefact("b.tar.gz", "11")])).toBe(
    "00  a.tgz\n11  b.tar.gz\n",
  );
});
