import {
  isStackName,
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

test("a namespace tells stacks of the same names apart", () => {
  expect(stackHash("mine", "stack")).not.toBe(stackHash("yours", "stack"));
});

test("stacks of one namespace are told apart", () => {
  expect(stackHash("", "one")).not.toBe(stackHash("", "two"));
});

test("a name as people write it has the hash that the SDK's spelling leads to", () => {
  const spelled = shortHash(["organization", "project", "stack"]);
  expect(stackHashOfName("mine", "organization/project/stack")).toBe(stackHash("mine", spelled));
});
