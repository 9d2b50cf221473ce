// @ts-check
// Leaves out what Stryker would do to a sentence. A mutant with other words in a message tells
// nothing about money, and a test that kills it would only repeat the message. Words that decide
// something (`posted`, `PENDING`, ` [pulumi:`) have no blank between two words, and are mutated.
import { declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";

/** Two words with a blank between them. */
const SENTENCE = /[\p{L}\p{N}.,:;`)"] [\p{L}\p{N}`("]/u;

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, "prose", {
    shouldIgnore(path) {
      const { node } = path;
      const isText = node.type === "StringLiteral" && SENTENCE.test(node.value);
      // Ignored is what is inside, too: only names may stand there.
      const isTemplate =
        node.type === "TemplateLiteral" &&
        node.expressions.every(
          ({ type }) => type === "Identifier" || type === "MemberExpression",
        ) &&
        node.quasis.some(({ value }) => SENTENCE.test(value.raw));
      return isText || isTemplate ? "prose" : undefined;
    },
  }),
];
