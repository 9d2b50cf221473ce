// Which tests try which row, read from the names as they stand in the source: no test has to run.
import ts from "typescript";

/** A test, or a group of tests, whose name begins with ids of rows. */
export interface NamedTest {
  readonly ids: readonly string[];
  /** The name without its ids; placeholders of a table stand as they are. */
  readonly name: string;
  /** Path from the root of the repository, with `/`. */
  readonly file: string;
  /** `failing`: it shows a mistake that is still there. */
  readonly state: "passing" | "failing";
  /** It is one of a long suite, which only `npm run test:full` runs. */
  readonly isLong?: true;
}

/** `A05: …`, or `A08, G09: …` where one test tries two rows. */
const IDS = /^([A-Z]\d{2}(?:, [A-Z]\d{2})*): (.+)$/s;

const RUNNERS: ReadonlySet<string> = new Set(["test", "it", "describe"]);

/** The tests of a file that are named after rows; those that never run are left out. */
export function namedTests(file: string, source: string): readonly NamedTest[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true);
  const found: NamedTest[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const runner = runnerOf(node.expression);
      if (runner?.includes("skip") === true || runner?.includes("todo") === true) return;
      if (runner !== undefined) {
        for (const title of titlesOf(node)) {
          const [, ids, name] = IDS.exec(title) ?? [];
          if (ids === undefined || name === undefined) continue;
          const state = runner.includes("failing") ? "failing" : "passing";
          found.push({ ids: ids.split(", "), name, file, state });
        }
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** `["test", "each"]` of `test.each(table)`; nothing where no test is declared. */
function runnerOf(callee: ts.Expression): readonly string[] | undefined {
  if (ts.isIdentifier(callee)) return RUNNERS.has(callee.text) ? [callee.text] : undefined;
  if (ts.isPropertyAccessExpression(callee)) {
    const runner = runnerOf(callee.expression);
    return runner === undefined ? undefined : [...runner, callee.name.text];
  }
  // The table of `test.each(table)(name, …)`, in brackets or as a template.
  if (ts.isTaggedTemplateExpression(callee)) return runnerOf(callee.tag);
  return ts.isCallExpression(callee) ? runnerOf(callee.expression) : undefined;
}

/**
 * What a test is called: its title, or one title for each row of its table where the id is what
 * the row begins with (`test.each([["B01", …]])("%s: …")`).
 */
function titlesOf({ expression, arguments: [first] }: ts.CallExpression): readonly string[] {
  const title = textOf(first);
  if (title === undefined) return [];
  const placeholder = /^(%s|\$id): /.exec(title);
  if (placeholder === null || !ts.isCallExpression(expression)) return [title];
  const rest = title.slice(placeholder[0].length);
  return elementsOf(expression.arguments[0]).flatMap((row) => {
    const id = textOf(idOf(row));
    return id === undefined ? [] : [`${id}: ${rest}`];
  });
}

/** A literal text, also one of several pieces; what is put into a template stands as `…`. */
function textOf(node: ts.Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    return node.templateSpans.reduce(
      (text, { literal }) => `${text}…${literal.text}`,
      node.head.text,
    );
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [textOf(node.left), textOf(node.right)];
    return left === undefined || right === undefined ? undefined : left + right;
  }
  return undefined;
}

/** The rows of a table that stands here, or in a constant of the same file. */
function elementsOf(table: ts.Expression | undefined): readonly ts.Expression[] {
  if (table === undefined) return [];
  if (ts.isArrayLiteralExpression(table)) return table.elements;
  if (ts.isAsExpression(table)) return elementsOf(table.expression);
  if (!ts.isIdentifier(table)) return [];
  const declared: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    const named = ts.isVariableDeclaration(node) && ts.isIdentifier(node.name);
    if (named && node.name.getText() === table.text && node.initializer !== undefined) {
      declared.push(node.initializer);
    }
    ts.forEachChild(node, visit);
  };
  visit(table.getSourceFile());
  return declared.flatMap((initializer) =>
    ts.isIdentifier(initializer) ? [] : elementsOf(initializer),
  );
}

function idOf(row: ts.Expression): ts.Expression | undefined {
  if (ts.isArrayLiteralExpression(row)) return row.elements[0];
  if (!ts.isObjectLiteralExpression(row)) return row;
  const property = row.properties.find((candidate) => candidate.name?.getText() === "id");
  return property !== undefined && ts.isPropertyAssignment(property)
    ? property.initializer
    : undefined;
}
