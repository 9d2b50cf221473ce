import { projectHash } from "../../../provider/resources/job/stackName";
import { resolvePlace } from "../../../provider/host/backendPlace";
import type { JournalPlace } from "../../../provider/resources/account/journal";

interface Machine {
  readonly env?: Readonly<Record<string, string>>;
  readonly folder?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly knowsOrganization?: boolean;
}

const HOME = "/home/me/.pulumi";
const place = ({
  env = {},
  folder = "/work/box",
  files = {},
  ...rest
}: Machine = {}): JournalPlace =>
  resolvePlace({
    env: { PULUMI_HOME: HOME, ...env },
    folder,
    knowsOrganization: true,
    read: (file) => files[file],
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

  test.each<{ name: string; machine: Machine; same: Machine }>([
    {
      name: "by the environment first",
      machine: { ...login("file:///c"), env: { PULUMI_BACKEND_URL: "file:///a" } },
      same: url("file:///a"),
    },
    {
      name: "by the project's file next, in any folder above the program",
      machine: { files: { ...project(projectB).files, ...login("file:///c").files } },
      same: url("file:///b"),
    },
    {
      name: "by the project's file of another ending",
      machine: project("backend: { url: 'file:///b' }", "Pulumi.yml"),
      same: url("file:///b"),
    },
    {
      name: "by the project's file in JSON",
      machine: project('{"backend": {"url": "file:///b"}}', "Pulumi.json"),
      same: url("file:///b"),
    },
    { name: "by `pulumi login` next", machine: login("file:///c"), same: url("file:///c") },
    {
      name: "by credentials that are kept elsewhere",
      machine: { env: { PULUMI_CREDENTIALS_PATH: "/elsewhere" }, files: credentials },
      same: login("file:///c"),
    },
    { name: "else Pulumi Cloud", machine: {}, same: login("https://api.pulumi.com") },
    { name: "and an empty variable counts as unset", machine: url(""), same: {} },
    {
      name: "in any folder",
      machine: { ...login("file:///a"), folder: "/tmp/automation-1" },
      same: login("file:///a"),
    },
    {
      name: "below the home folder from any folder",
      machine: { ...url("file://~"), folder: "/work/a" },
      same: { ...url("file://~"), folder: "/work/b" },
    },
  ])("$name", ({ machine, same }) => {
    expect(id(machine)).toBe(id(same));
  });

  test.each<{ name: string; one: Machine; other: Machine }>([
    { name: "two logins", one: login("file:///a"), other: login("file:///b") },
    {
      name: "a relative folder of files in two folders",
      one: { ...url("file://./state"), folder: "/work/a" },
      other: { ...url("file://./state"), folder: "/work/b" },
    },
  ])("and $name are two places", ({ one, other }) => {
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
  const hashOf = (machine: Machine): string | undefined => place(machine).project;

  test.each([
    ["a line of YAML", "name: box\nruntime: nodejs\n", "Pulumi.yaml"],
    ["quotes", 'runtime: nodejs\nname: "box"\n', "Pulumi.yaml"],
    ["JSON", '{\n  "name": "box",\n  "runtime": "nodejs"\n}', "Pulumi.json"],
    ["JSON on one line", '{"name": "box", "runtime": "nodejs"}', "Pulumi.json"],
  ])("is told by its name, in %s", (_name, text, file) => {
    expect(hashOf(project(text, file))).toBe(projectHash("box"));
  });

  test("is unknown without a project file, and in one that cannot be understood", () => {
    expect([hashOf({}), hashOf(project("description: name: box\n"))]).toEqual([
      undefined,
      undefined,
    ]);
  });
});
