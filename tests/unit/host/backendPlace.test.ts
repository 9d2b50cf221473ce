import { projectHash } from "../../../provider/resources/job/stackName";
import { resolvePlace } from "../../../provider/host/backendPlace";
import type { JournalPlace } from "../../../provider/resources/account/journalFiles";

interface Machine {
  readonly env?: Readonly<Record<string, string>>;
  readonly folder?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly knowsOrganization?: boolean;
  readonly engineFolder?: string | undefined;
  /** Where folders really are, by the paths that lead through symbolic links. */
  readonly links?: Readonly<Record<string, string>>;
}

const HOME = "/home/me/.pulumi";
const place = ({
  env = {},
  folder = "/work/box",
  files = {},
  links = {},
  ...rest
}: Machine = {}): JournalPlace =>
  resolvePlace({
    env: { PULUMI_HOME: HOME, ...env },
    folder,
    knowsOrganization: true,
    engineFolder: folder,
    userHome: "/home/me",
    read: (file) => files[file],
    realPath: (file) => links[file] ?? file,
    ...rest,
  });
const id = (machine?: Machine): string => place(machine).id;
const url = (value: string): Machine => ({ env: { PULUMI_BACKEND_URL: value } });
const login = (current: unknown): Machine => ({
  files: { [`${HOME}/credentials.json`]: JSON.stringify({ current }) },
});
const project = (text: string, name = "Pulumi.yaml"): Machine => ({
  files: { [`/work/${name}`]: text },
});

describe("the place of a run is its backend", () => {
  const credentials = { "/elsewhere/credentials.json": '{"current":"file:///c"}' };
  const projectB = "name: box\nbackend:\n  url: file:///b\n";

  const inBoth = { files: { ...project(projectB).files, ...login("file:///c").files } };
  const elsewhere = { env: { PULUMI_CREDENTIALS_PATH: "/elsewhere" }, files: credentials };
  const byVariable = { ...login("file:///c"), env: { PULUMI_BACKEND_URL: "file:///a" } };
  const inYml = project("backend: { url: 'file:///b' }", "Pulumi.yml");
  const inJson = project('{"backend": {"url": "file:///b"}}', "Pulumi.json");
  const linked = (machine: Machine): Machine => ({ ...machine, links: { "/link": "/a/b" } });
  const engineAt = (engineFolder: string): Machine => ({ ...url("file://.."), engineFolder });
  const inFolder = (machine: Machine, folder: string): Machine => ({ ...machine, folder });

  test.each<[string, Machine, Machine]>([
    ["by the environment first", byVariable, url("file:///a")],
    ["by the project's file next, in any folder above the program", inBoth, url("file:///b")],
    ["by the project's file of another ending", inYml, url("file:///b")],
    ["by the project's file in JSON", inJson, url("file:///b")],
    ["by `pulumi login` next", login("file:///c"), url("file:///c")],
    ["by credentials that are kept elsewhere", elsewhere, login("file:///c")],
    ["else Pulumi Cloud", {}, login("https://api.pulumi.com")],
    ["and an empty variable counts as unset", url(""), {}],
    ["in whatever way its folder is spelled", url("file:///a/./x/..//b//"), url("file:///a/b")],
    ["in whatever way its name is escaped", url("file:///a/my%20b#c"), url("file:///a/my b")],
    ["in its real folder, behind a link", linked(url("file:///link")), url("file:///a/b")],
    ["below home, where `~` is the same", url("file://~/x"), url("file:///home/me/x")],
    ["home itself", url("file://~"), url("file:///home/me")],
    ["as the engine resolves it", url("file://../state?x=1"), url("file:///work/state")],
    [
      "in the engine's folder, not the program's",
      engineAt("/work/box/sub"),
      url("file:///work/box"),
    ],
    ["with a link in what is relative", linked(url("file://../../link")), url("file:///a/b")],
    [
      "with a slash at its end",
      url("https://pulumi.example.com/"),
      url("https://pulumi.example.com"),
    ],
    [
      "with a user and in capital letters",
      url("https://me:secret@PULUMI.example.com"),
      url("https://pulumi.example.com"),
    ],
    ["with its options in another order", url("s3://b/x?a=1&b=2"), url("s3://b/x?b=2&a=1")],
    ["in any folder", inFolder(login("file:///a"), "/tmp/automation-1"), login("file:///a")],
    [
      "below home in any",
      inFolder(url("file://~"), "/work/a"),
      inFolder(url("file://~"), "/work/b"),
    ],
  ])("%s", (_name, machine, same) => {
    expect(id(machine)).toBe(id(same));
  });

  test.each<[string, Machine, Machine]>([
    ["two logins", login("file:///a"), login("file:///b")],
    ["two buckets", url("s3://a?x=1"), url("s3://b?x=1")],
    ["a relative folder in two folders", engineAt("/work/a/x"), engineAt("/work/b/x")],
    [
      "a relative folder and an absolute one where the engine's folder is not known",
      { ...url("file://.."), engineFolder: undefined },
      url("file:///work"),
    ],
  ])("and %s are two places", (_name, one, other) => {
    expect(id(one)).not.toBe(id(other));
  });
});

describe("the place is not known", () => {
  test.each<[string, Machine]>([
    [
      "where the credentials cannot be read",
      { files: { [`${HOME}/credentials.json`]: "\u0001\u0002" } },
    ],
    ["where the project's file cannot be understood", project("backend: [")],
  ])("%s", (_name, machine) => {
    expect(place(machine)).toMatchObject({ id: "unknown", isKnown: false });
  });

  test("where it is relative to a folder of the engine that is not known", () => {
    const { isKnown, legacy } = place({ ...url("file://."), engineFolder: undefined });
    expect([isKnown, legacy?.isKnown]).toEqual([false, false]);
    expect(place({ ...url("file://~"), engineFolder: undefined }).isKnown).toBe(true);
  });

  test("to a provider without an organisation, on Pulumi Cloud alone", () => {
    expect(place({ knowsOrganization: false }).isKnown).toBe(false);
    expect(place({ ...url("file:///a"), knowsOrganization: false }).isKnown).toBe(true);
  });
});

test("journals of version 0.1 count for the place where the environment named the backend", () => {
  expect(place(url("file:///a")).legacy?.isKnown).toBe(true);
  expect(place(login("file:///a")).legacy?.isKnown).toBe(false);
});

describe("the project", () => {
  const hashOf = (machine: Machine): string | undefined => place(machine).project?.name;

  test.each([
    ["a line of YAML", "name: box\nruntime: nodejs\n", "Pulumi.yaml"],
    ["JSON", '{\n  "name": "box",\n  "runtime": "nodejs"\n}', "Pulumi.json"],
  ])("is told by its name, in %s", (_name, text, file) => {
    expect(hashOf(project(text, file))).toBe(projectHash("box"));
  });

  test("is unknown without a project file, and in one that cannot be understood", () => {
    expect([hashOf({}), hashOf(project("description: name: box\n"))]).toEqual([
      undefined,
      undefined,
    ]);
  });

  test("is told by its folder too, the one that its file is in, and never in clear", () => {
    const folderOf = (machine: Machine): string | undefined => place(machine).project?.folder;
    const lab = project("name: lab\n");
    const below = { ...lab, folder: "/work/box/src" };
    const beside = { files: { "/other/Pulumi.yaml": "name: lab\n" }, folder: "/other" };
    expect(folderOf(lab)).toMatch(/^[a-z2-7]{8}$/);
    expect([folderOf(below), folderOf(project("name: renamed\n"))]).toEqual([
      folderOf(lab),
      folderOf(lab),
    ]);
    expect(folderOf(beside)).not.toBe(folderOf(lab));
    expect(folderOf({})).toBeUndefined();
  });
});
