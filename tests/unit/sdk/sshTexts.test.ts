import fc from "fast-check";

import { hostAlias, sshCommand, sshConfigBlock } from "../../../sdk/components/sshTexts";

const login = {
  host: "node.example.com",
  port: 40022,
  user: "duser",
  command: "ssh -p 40022 duser@node.example.com",
};

test.each([
  ["my box/2", "my-box-2"],
  ["--flag", "flag"],
  ["", "box"],
])("the box %j is the host %s", (name, alias) => {
  expect(hostAlias(name)).toBe(alias);
});

test("a host is one word that ssh takes for no option and no pattern, whatever a box is called", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (name) => {
      expect(hostAlias(name)).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]*$/);
    }),
  );
});

describe("the command", () => {
  test.each([
    ["~/.ssh/dispersed-box", "ssh -i ~/.ssh/dispersed-box -p 40022 duser@node.example.com"],
    ["~/my keys/id", "ssh -i ~/'my keys/id' -p 40022 duser@node.example.com"],
    ["/a/$(rm)/it's", "ssh -i '/a/$(rm)/it'\\''s' -p 40022 duser@node.example.com"],
    ["$&", "ssh -i '$&' -p 40022 duser@node.example.com"],
  ])("names the private key %j as a shell reads it", (identityFile, command) => {
    expect(sshCommand({ login, identityFile })).toBe(command);
  });
});

describe("the block for ~/.ssh/config", () => {
  test("has all that ssh needs, and one name for the machine's own key", () => {
    expect(sshConfigBlock("box", "some-uuid", { login, identityFile: undefined })).toBe(
      `Host box
  HostName node.example.com
  Port 40022
  User duser
  HostKeyAlias some-uuid
`,
    );
  });

  test.each([
    ["~/.ssh/dispersed-box", "~/.ssh/dispersed-box"],
    ["~/my keys/id", '"~/my keys/id"'],
    ["/keys/100%h", "/keys/100%%h"],
  ])("names the private key %j as ssh reads it, and no other", (identityFile, path) => {
    const block = sshConfigBlock("box", "some-uuid", { login, identityFile });
    expect(block.split("\n").slice(5)).toEqual([
      `  IdentityFile ${path}`,
      "  IdentitiesOnly yes",
      "",
    ]);
  });
});
