// The two pages that the Pulumi Registry shows of the package. It takes them from a release's tag, and no other page,
// so their links are whole addresses.
import { goModule, pluginDownloadUrl, repositoryUrl, type Publisher } from "../release/publisher";
import { settingTable } from "./configuration";
import { chooser, type Example } from "./examples";

/** What the pages say of the package. */
export interface RegistryFacts {
  readonly version: string;
  readonly publisher: Publisher;
  readonly example: Example;
}

/** docs/_index.md */
export function overviewPage({ publisher, example }: RegistryFacts): string {
  const docs = `${repositoryUrl(publisher)}/blob/main/docs`;
  return `${head("Dispersed", "An overview of the Dispersed provider for Pulumi: GPU jobs on demand.")}
Create and destroy GPU jobs on Dispersed, OTOY's decentralised compute network. Every job that you pay for is in your
stack's state, or the next \`pulumi up\` finds it, even if the network, the engine or your machine fails in the middle
of a create.

The provider was built from the published documentation of the service and is tested against an emulator of it. It was
never run against the real service. Read [the limits](${repositoryUrl(publisher)}#limits) before you spend money.

## Example

\`pulumi package add dispersed\` adds the package to a project of any language, once its plugin is
[installed](${docs}/installation-configuration.md#installation). This is a GPU box that you log in to with SSH. It is billed
by the hour until \`pulumi destroy\`.

${chooser({ ...example, yaml: `name: gpu-box\nruntime: yaml\n${example.yaml}` })}

## Where to go on

- [Guides](${docs}/README.md) by task: dev boxes, batch jobs, fleets, recipes, costs
- [What limits the bill](${docs}/guides/costs.md)
- [How one paid job per resource is kept](${docs}/exactly-once.md)
- [Testing a program without spending money](${docs}/testing.md)
`;
}

/** docs/installation-configuration.md */
export function installationPage({ version, publisher }: RegistryFacts): string {
  const docs = `${repositoryUrl(publisher)}/blob/main/docs`;
  const title = "Dispersed Installation & Configuration";
  return `${head(title, "How to install and configure the Dispersed provider for Pulumi.")}
## Installation

Two commands in a project of any language add the package:

\`\`\`sh
pulumi plugin install resource dispersed v${version} --server ${pluginDownloadUrl(publisher)}
pulumi package add dispersed
\`\`\`

The first one downloads the plugin; it is needed until the registry lists the package. The second one generates an SDK for
the project's language and makes the project depend on it. [The native plugin](${docs}/plugin.md#add-the-package) has the
details, what the plugin needs on each platform, and what was tried in which language.

Instead of generating one, you can install the SDK that a release publishes:

- TypeScript and JavaScript, on npm: \`pulumi-dispersed-native\`. The
  package \`pulumi-dispersed\` has the same classes and needs no
  plugin: [native or dynamic](${docs}/guides/native-or-dynamic.md) says what differs.
- Python, on PyPI: \`pulumi_dispersed\`
- Go, as a module: \`${goModule(publisher)}/dispersed\`
- YAML needs the plugin alone.
- .NET and Java have no published SDK.

## Configuration

Create a key pair in the [console of Dispersed](https://console.dispersed.com), then set both keys in the stack, or in
the environment:

\`\`\`sh
pulumi config set dispersed:publicKey pk_your_public_key
pulumi config set --secret dispersed:secretKey sk_your_secret_key
\`\`\`

The configuration takes precedence over the environment. A key that is only in the environment is never stored.

${settingTable().join("\n")}
`;
}

function head(title: string, description: string): string {
  return `---\ntitle: ${title}\nmeta_desc: "${description}"\nlayout: package\n---\n`;
}
