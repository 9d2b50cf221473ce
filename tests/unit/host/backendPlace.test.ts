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
  test("by the environment first", () => {
    const environment = url("file:///a");
    const more = { ...login("file:///c"), env: environment.env ?? {} };
    expect(id(more)).toBe(id(environment));
  });

  test("by the project's file next, wherever above the program it stands", () => {
    const both = {
      files: {
        ...project("name: box\nbackend:\n  url: file:///b\n").files,
        ...login("file:///c").files,
      },
    };
    expect(id(both)).toBe(id(url("file:///b")));
  });

  test.each([
    ["another spelling", "backend: { url: 'file:///b' }", "Pulumi.yml"],
    ["JSON", '{"backend": {"url": "file:///b"}}', "Pulumi.json"],
  ])("in %s too", (_name, text, file) => {
    expect(id(project(text, file))).toBe(id(url("file:///b")));
  });

  test("by `pulumi login` next", () => {
    expect(id(login("file:///c"))).toBe(id(url("file:///c")));
  });

  test("where the credentials are kept elsewhere", () => {
    const elsewhere = {
      env: { PULUMI_CREDENTIALS_PATH: "/elsewhere" },
      files: { "/elsewhere/credentials.json": '{"current":"file:///c"}' },
    };
    expect(id(elsewhere)).toBe(id(login("file:///c")));
  });

  test("else Pulumi Cloud", () => {
    expect(id()).toBe(id(login("https://api.pulumi.com")));
  });

  test("and an empty variable says nothing", () => {
    expect(id(url(""))).toBe(id());
  });

  test("so two backends of one login each are two places", () => {
    expect(id(login("file:///a"))).not.toBe(id(login("file:///b")));
  });

  test("wherever the program is", () => {
    expect(id({ ...login("file:///a"), folder: "/tmp/automation-1" })).toBe(id(login("file:///a")));
  });

  test("but a relative folder of files is another one in each folder", () => {
    const relative = url("file://./state");
    expect(id({ ...relative, folder: "/work/a" })).not.toBe(id({ ...relative, folder: "/work/b" }));
  });

  test("and a folder below the home folder is the same everywhere", () => {
    const home = url("file://~");
    expect(id({ ...home, folder: "/work/a" })).toBe(id({ ...home, folder: "/work/b" }));
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

  test("to a provider that is told no organisation, on Pulumi Cloud", () => {
    expect(place({ knowsOrganization: false }).isKnown).toBe(false);
  });

  test("but a folder of files has one organisation only", () => {
    expect(place({ ...url("file:///a"), knowsOrganization: false }).isKnown).toBe(true);
  });
});

test("journals of version 0.1 count for the place where the environment named the backend", () => {
  expect(place(url("file:///a")).legacy?.isKnown).toBe(true);
  expect(place(login("file:///a")).legacy?.isKnown).toBe(false);
});
