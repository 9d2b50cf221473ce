import { withBlock } from "../../../scripts/generate/markedBlock";

test("renews what stands between the marks, and nothing else", () => {
  const document = "# A\n\n<!-- rows -->\nold\n<!-- end of rows -->\nafter\n";
  expect(withBlock(document, "rows", ["new"])).toBe(
    "# A\n\n<!-- rows -->\n\nnew\n\n<!-- end of rows -->\nafter\n",
  );
});

test("complains about a document that has lost its marks", () => {
  expect(() => withBlock("# A\n", "rows", [])).toThrow(/has lost its marks/);
});
