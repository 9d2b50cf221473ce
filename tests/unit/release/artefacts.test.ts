import { byContent, checksums, type Artefact } from "../../../scripts/release/artefacts";

const artefact = (file: string, sha256: string): Artefact => ({ file, bytes: 1, sha256 });

test("checksums are lines as sha256sum reads them", () => {
  expect(checksums([artefact("a.tgz", "00"), artefact("b.tar.gz", "11")])).toBe(
    "00  a.tgz\n11  b.tar.gz\n",
  );
});

test("artefacts of the same bytes stand together", () => {
  const [a, b, c] = [artefact("a", "00"), artefact("b", "11"), artefact("c", "00")];
  expect(byContent([a, b, c])).toEqual([[a, c], [b]]);
});
