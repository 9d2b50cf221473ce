import * as pulumi from "@pulumi/pulumi";

// Types apart, for the declarations: TypeScript 3.8 knows no `type` among other names.
import { insteadOfInputs } from "../generated/devBoxArgs";
import type { DevBoxArgs } from "../generated/devBoxArgs";
import { Job } from "../generated/job";
import type { NodeUrl } from "../generated/job";
import { SshKey } from "../generated/sshKey";
import { childOptions } from "./childOptions";
import { componentOptions, componentType } from "./componentType";
import { givenKey, jobArgs } from "./devBoxArgs";
import { refuseInputs } from "./refuseInputs";
import { hostAlias, sshCommand, sshConfigBlock, type BoxLogin } from "./sshTexts";

/** Who official images want a container's access token from, by HTTP Basic authentication. */
const TOKEN_USER = "duser";

/**
 * How `@pulumi/command` reaches a box: its remote resources take this as `connection`. The values
 * are absent once the box has ended.
 */
export interface DevBoxConnection {
  /** Host name or address. */
  readonly host: pulumi.Output<string>;
  /** Public port. */
  readonly port: pulumi.Output<number>;
  /** User name. */
  readonly user: pulumi.Output<string>;
  /** Private key, where the box made one. Encrypted in state. */
  readonly privateKey?: pulumi.Output<string>;
}

/**
 * A GPU box for SSH: a PERSISTENT {@link Job}, and an {@link SshKey} where the program gives no
 * public key. It bills by the hour until it is destroyed, or ends with the first `up` after
 * `expiresAfter`; nothing runs in between.
 *
 * The options `protect`, `provider` and the like reach the job as with every component.
 * So does `customTimeouts`, which the engine does not pass to the children of other components.
 */
export class DevBox extends pulumi.ComponentResource {
  /** The job behind the box. */
  readonly job: Job;
  /** The key pair that the box made; `undefined` where the program gives a public key. */
  readonly key: SshKey | undefined;
  /** UUID of the job. */
  readonly uuid: pulumi.Output<string>;
  /** Last known status of the job, such as `RUNNING`. */
  readonly status: pulumi.Output<string>;
  /** Published ports, as the service returns them. */
  readonly nodeUrls: pulumi.Output<readonly NodeUrl[]>;
  /**
   * The command that logs in; no value once the box has ended. Where the box made the key, it names
   * the file `~/.ssh/dispersed-<name>`, into which you save `connection.privateKey`.
   */
  readonly ssh: pulumi.Output<string | undefined>;
  /** A block for `~/.ssh/config` with the box's name as host; no value once the box has ended. */
  readonly sshConfig: pulumi.Output<string | undefined>;
  /** What the remote resources of `@pulumi/command` take as `connection`. */
  readonly connection: DevBoxConnection;
  /** URL of each published port but 22, by the container's port. */
  readonly urls: pulumi.Output<{ readonly [port: string]: string }>;
  /**
   * The same URLs with the container's access token as password of HTTP Basic authentication, which
   * OTOY's own images ask for; empty while the service has made no token. Encrypted in state.
   */
  readonly urlsWithToken: pulumi.Output<{ readonly [port: string]: string }>;
  /** The container's access token, for images that want it in another way. Encrypted in state. */
  readonly accessToken: pulumi.Output<string | undefined>;
  /** When `expiresAfter` ends. The first `up` after that cancels the job. */
  readonly expiresAt: pulumi.Output<string | undefined>;
  /** Price of the current run, in USD per hour. */
  readonly hourlyRateUsd: pulumi.Output<number | undefined>;

  /**
   * Declares a DevBox.
   *
   * @param name logical name, unique in the stack; also the job's title and the host in `sshConfig`.
   * @param args inputs.
   * @param opts resource options.
   * @throws RunError before anything is registered, when there are two public keys, when the file
   * with one cannot be read, when it is a private one, or when an input is the job's alone.
   */
  constructor(name: string, args: DevBoxArgs = {}, opts: pulumi.ComponentResourceOptions = {}) {
    refuseInputs("DevBox", name, args, insteadOfInputs);
    const { sshPublicKey, sshPublicKeyFile, ...box } = args;
    const given = givenKey(sshPublicKey, sshPublicKeyFile);
    super(componentType("DevBox"), name, {}, componentOptions("DevBox", opts));
    this.key = given === undefined ? new SshKey(name, {}, { parent: this }) : undefined;
    const sshKey = given ?? this.key?.publicKey;
    this.job = new Job(name, jobArgs(box, sshKey), childOptions(this, opts));

    const { job } = this;
    const identityFile = this.key === undefined ? privateHalf(sshPublicKeyFile) : savedKey(name);
    const withLogin = <T>(say: (box: BoxLogin, uuid: string) => T): pulumi.Output<T | undefined> =>
      pulumi
        .all([job.ssh, job.uuid])
        .apply(([login, uuid]) => login && say({ login, identityFile }, uuid));
    this.uuid = job.uuid;
    this.status = job.status;
    this.nodeUrls = job.nodeUrls;
    this.expiresAt = job.expiresAt;
    this.hourlyRateUsd = job.hourlyRateUsd;
    this.ssh = withLogin(sshCommand);
    this.sshConfig = withLogin((box, uuid) => sshConfigBlock(hostAlias(name), uuid, box));
    this.connection = connectionOf(job, this.key);
    this.urls = job.endpoints.apply(urlsOf);
    this.accessToken = pulumi.secret(job.containerAccessTokens).apply((tokens) => tokens?.[0]);
    this.urlsWithToken = pulumi
      .all([this.urls, this.accessToken])
      .apply(([urls, token]) => (token === undefined ? {} : urlsWithToken(urls, token)));
    // No secret is stored a second time: each is in the state of the job or of the key.
    const { uuid, status, ssh, sshConfig, urls, expiresAt, hourlyRateUsd } = this;
    this.registerOutputs({ uuid, status, ssh, sshConfig, urls, expiresAt, hourlyRateUsd });
  }
}

/** The path of the private key, derived from the name of the public key's file. */
function privateHalf(file: string | undefined): string | undefined {
  return file?.endsWith(".pub") === true ? file.slice(0, -".pub".length) : undefined;
}

/** Where a key that the box made is to be saved. */
function savedKey(name: string): string {
  return `~/.ssh/dispersed-${hostAlias(name)}`;
}

function connectionOf({ ssh }: Job, key: SshKey | undefined): DevBoxConnection {
  // Said to have a value, so that the connection fits: without a box nothing is to be run on it.
  const part = <T>(choose: (login: BoxLogin["login"]) => T): pulumi.Output<T> =>
    ssh.apply((login) => login && choose(login)) as pulumi.Output<T>;
  return {
    host: part(({ host }) => host),
    port: part(({ port }) => port),
    user: part(({ user }) => user),
    ...(key === undefined ? {} : { privateKey: pulumi.secret(key.privateKey) }),
  };
}

/** @param endpoints none under mocks that say nothing of them. */
function urlsOf(
  endpoints: { readonly [port: string]: { readonly url: string } } | undefined,
): Record<string, string> {
  return Object.fromEntries(Object.entries(endpoints ?? {}).map(([port, { url }]) => [port, url]));
}

function urlsWithToken(
  urls: { readonly [port: string]: string },
  token: string,
): Record<string, string> {
  const login = `${TOKEN_USER}:${encodeURIComponent(token)}`;
  return Object.fromEntries(
    Object.entries(urls).map(([port, url]) => [port, url.replace("://", () => `://${login}@`)]),
  );
}
