import { resolveConfig, type ApiConfig } from "../../../../provider/api/config/config";
import { errorMessage } from "../../../../provider/api/errors/errors";

type Values = Readonly<Record<string, string>>;

const keys = { "dispersed:publicKey": "pk_x", "dispersed:secretKey": "sk_x" };

const resolve = (configured: Values, env: Values = {}): ApiConfig =>
  resolveConfig({ get: (key) => configured[key], env });

function refusal(configured: Values, env: Values = {}): string {
  try {
    resolve(configured, env);
  } catch (error) {
    return errorMessage(error);
  }
  return "not refused";
}

const withUrl = (baseUrl: string): Values => ({ ...keys, "dispersed:baseUrl": baseUrl });

test("defaults are the service's own address, no namespace, fail, and 16 requests at once", () => {
  expect(resolve(keys)).toEqual({
    publicKey: { value: "pk_x", source: "dispersed:publicKey in the configuration" },
    secretKey: { value: "sk_x", source: "dispersed:secretKey in the configuration" },
    origin: "https://api.dispersed.com",
    namespace: "",
    onOrphan: "fail",
    maxConcurrency: 16,
    maxStackHourlyUsd: undefined,
  });
});

describe("a setting", () => {
  const ours = {
    DISPERSED_PUBLIC_KEY: "pk_dispersed",
    DISPERSED_SECRET_KEY: "sk_dispersed",
    DISPERSED_API_BASE_URL: "https://dispersed.example",
  };
  const vendors = {
    ZER_PUBLIC_KEY: "pk_zer",
    ZER_SECRET_KEY: "sk_zer",
    ZER_API_BASE_URL: "https://zer.example",
  };
  const variable = (name: string, value: string): object => ({
    value,
    source: `the environment variable ${name}`,
  });

  test.each<[string, Values, Values, object]>([
    [
      "L01: of the configuration comes before the environment",
      withUrl("https://config.example"),
      { ...ours, ...vendors },
      { publicKey: { value: "pk_x" }, origin: "https://config.example" },
    ],
    [
      "of the package's own variables comes before the vendor's",
      {},
      { ...ours, ...vendors },
      {
        publicKey: variable("DISPERSED_PUBLIC_KEY", "pk_dispersed"),
        secretKey: variable("DISPERSED_SECRET_KEY", "sk_dispersed"),
        origin: "https://dispersed.example",
      },
    ],
    [
      "of the vendor's variables is found last",
      {},
      vendors,
      {
        publicKey: variable("ZER_PUBLIC_KEY", "pk_zer"),
        secretKey: variable("ZER_SECRET_KEY", "sk_zer"),
        origin: "https://zer.example",
      },
    ],
    [
      "that is empty counts as unset",
      { ...keys, "dispersed:publicKey": "" },
      { DISPERSED_PUBLIC_KEY: "pk_env" },
      { publicKey: { value: "pk_env" } },
    ],
    [
      "can be a namespace, an orphan policy, a cap and a limit",
      {
        ...{ ...keys, "dispersed:namespace": "team", "dispersed:onOrphan": "adopt" },
        ...{ "dispersed:maxConcurrency": "256", "dispersed:maxStackHourlyUsd": "1.5" },
      },
      {},
      { namespace: "team", onOrphan: "adopt", maxConcurrency: 256, maxStackHourlyUsd: 1.5 },
    ],
  ])("%s", (_name, configured, env, found) => {
    expect(resolve(configured, env)).toMatchObject(found);
  });
});

test.each<[string, string, string, Values]>([
  ["publicKey", "config set", "DISPERSED_PUBLIC_KEY", { "dispersed:secretKey": "sk_x" }],
  ["secretKey", "config set --secret", "DISPERSED_SECRET_KEY", { "dispersed:publicKey": "pk_x" }],
])("a missing %s is named with its command and its variable", (name, command, variable, rest) => {
  expect(refusal(rest)).toBe(
    `Dispersed credentials are missing: set dispersed:${name} with \`pulumi ${command} ` +
      `dispersed:${name} …\`, or the environment variable ${variable}. Nothing was sent.`,
  );
});

describe("a wrong key", () => {
  test.each([
    ["a space before it", " sk_canary"],
    ["a line break after it", "sk_canary\n"],
    ["double quotes around it", '"sk_canary"'],
    ["a letter beyond ASCII in it", "sk_canary\u200b"],
  ])("G14, L01: is refused for %s, and not shown", (_name, secretKey) => {
    expect(refusal({ "dispersed:publicKey": "pk_x" }, { ZER_SECRET_KEY: secretKey })).toBe(
      "the environment variable ZER_SECRET_KEY holds a space, a quote or a line break; copy the " +
        "key again. Nothing was sent.",
    );
  });

  test.each([
    { setting: "publicKey", key: "sk_canary", prefix: "sk_" },
    { setting: "secretKey", key: "pk_canary", prefix: "pk_" },
  ])("G14: is refused when $setting begins with $prefix", ({ setting, key, prefix }) => {
    expect(refusal({ ...keys, [`dispersed:${setting}`]: key })).toBe(
      `dispersed:${setting} in the configuration begins with ${prefix}: public and secret key look ` +
        "swapped. Nothing was sent.",
    );
  });
});

describe("the address", () => {
  test.each([
    ["https://api.dispersed.com/", "https://api.dispersed.com"],
    ["https://api.dispersed.com:8443", "https://api.dispersed.com:8443"],
    ["https://api.dispersed.com.", "https://api.dispersed.com."],
    // Any https host may be meant; an error shows the name as machines read it.
    ["https://api.dispersed.com.evil.example", "https://api.dispersed.com.evil.example"],
    ["https://аpi.dispersed.com", "https://xn--pi-6kc.dispersed.com"],
    ["http://localhost:4000", "http://localhost:4000"],
    ["http://[::1]:4000", "http://[::1]:4000"],
  ])("H12: %p has the origin %p", (baseUrl, origin) => {
    expect(resolve(withUrl(baseUrl)).origin).toBe(origin);
  });

  const wrongScheme = "must begin with https:// (http:// is for an emulator on loopback)";
  const tooMuch = "must be only a scheme, a host and a port, such as https://api.dispersed.com";
  const noUrl = "is not a URL; the default is https://api.dispersed.com";
  const userInfo = "holds a user name or password; keys have settings of their own";
  const linkLocal = "is a link-local address, where no API of this service can be";

  test.each([
    ["http://api.dispersed.com", wrongScheme],
    ["http://10.0.0.1", wrongScheme],
    ["http://localhost.evil.com", wrongScheme],
    ["file:///etc/passwd", tooMuch],
    ["api.dispersed.com", noUrl],
    ["https://api.dispersed.com:99999", noUrl],
    ["https://api.dispersed.com/v1", tooMuch],
    ["https://user@api.dispersed.com", userInfo],
    ["https://user:hunter22@api.dispersed.com", userInfo],
    ["https://169.254.169.254", linkLocal],
    ["https://169.254.169.254.", linkLocal],
    ["https://[fe80::1]", linkLocal],
    ["https://[::ffff:169.254.169.254]", linkLocal],
  ])("H12: %p is refused", (baseUrl, reason) => {
    expect(refusal(withUrl(baseUrl))).toBe(
      `dispersed:baseUrl in the configuration ${reason}. Nothing was sent.`,
    );
  });
});

describe("the account guard", () => {
  const guarded = (allowed: string): string =>
    refusal({ ...keys, "dispersed:allowedAccount": allowed });

  test.each(["pk_x", "pk_a,pk_x", " pk_a , pk_x "])("lets the key pk_x pass for %p", (allowed) => {
    expect(guarded(allowed)).toBe("not refused");
  });

  test("names where both keys are set and the next step, and shows neither key", () => {
    expect(guarded("pk_a, pk_b")).toBe(
      "dispersed:publicKey in the configuration is a key that dispersed:allowedAccount in the " +
        "configuration does not allow. Use the keys of an allowed account, or allow this one " +
        "there. Nothing was sent.",
    );
  });

  test.each(["sk_canary", "pk_a,"])(
    "refuses %p, and does not repeat what may be a secret",
    (allowed) => {
      expect(guarded(allowed)).toBe(
        "dispersed:allowedAccount in the configuration must be a public key, pk_…, or several " +
          "separated by commas. Nothing was sent.",
      );
    },
  );
});

test.each<[string, string, string[]]>([
  [
    "maxStackHourlyUsd",
    "must be a number of US dollars an hour that is more than 0",
    ["0", "-1", "NaN"],
  ],
  ["estimate", "must be true or false", ["yes", "True"]],
  ["maxConcurrency", "must be a whole number from 1 to 256", ["0", "257", "1.5", "many"]],
  ["onOrphan", "must be fail, adopt or ignore", ["FAIL", " adopt"]],
])("dispersed:%s %s", (name, reason, values) => {
  const words = `dispersed:${name} in the configuration ${reason}. Nothing was sent.`;
  const refusals = values.map((value) => refusal({ ...keys, [`dispersed:${name}`]: value }));
  expect(refusals).toEqual(values.map(() => words));
});
