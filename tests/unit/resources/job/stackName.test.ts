import {
  isStackName,
  projectHash,
  stackHash,
  stackHashOfName,
} from "../../../../provider/resources/job/stackName";
import { shortHash } from "../../../../provider/resources/job/shortHash";

test.each([
  ["organization/project/stack", true],
  ["project/stack", false],
  ["stack", false],
  ["", false],
  ["organization/project/stack/more", false],
  ["/project/stack", false],
  ["organization//stack", false],
  ["organization/project/", false],
])("%p is a whole name of a stack: %p", (name, isOne) => {
  expect(isStackName(name)).toBe(isOne);
});

test.each([
  { name: "namespaces", one: stackHash("mine", "stack"), other: stackHash("yours", "stack") },
  { name: "stacks", one: stackHash("", "one"), other: stackHash("", "two") },
])("two $name have different hashes", ({ one, other }) => {
  expect(one).not.toBe(other);
});

test("a project's hash stays as journals on disk have it", () => {
  expect(projectHash("lab")).toBe("e3te7ckq");
});

test("a name as users write it has the hash of the SDK's spelling", () => {
  const spelled = shortHash(["organization", "project", "stack"]);
  expect(stackHashOfName("mine", "organization/project/stack")).toBe(stackHash("mine", spelled));
});
