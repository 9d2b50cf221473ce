/** A document with what stands between `<!-- name -->` and `<!-- end of name -->` renewed. */
export function withBlock(document: string, name: string, lines: readonly string[]): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const [before, rest] = document.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) {
    throw new Error(`a document has lost its marks ${begin} and ${end}`);
  }
  return [`${before}${begin}`, "", ...lines, "", `${end}${after}`].join("\n");
}
