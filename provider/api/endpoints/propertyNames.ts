// A refusal names a field by its wire name. Users know it by its property name.
import { wireContainer, wireJobSpec } from "./jobSpec";

/** Names of a container's fields that differ by more than their spelling. */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ["sshkey", "sshKey"],
  ["imagesrc", "imageSource"],
  ["host", "registry.host"],
  ["user", "registry.user"],
  ["secret", "registry.secret"],
]);

const jobNames: ReadonlySet<string> = new Set(Object.keys(wireJobSpec({})));
const containerNames: ReadonlySet<string> = new Set(Object.keys(wireContainer({})));

/** `parameters.parameters.volumes.0.secret`, or with one `parameters` only. */
const CONTAINER_PATH = /\bparameters\.(?:parameters\.)?([a-z_]+)((?:\.\d+|\[\d+\])?)/g;
const SNAKE_CASE = /\b[a-z]+(?:_[a-z]+)+\b/g;

/** The service's words about an order, with the properties as the program calls them. */
export function inPropertyNames(words: string): string {
  return words
    .replace(CONTAINER_PATH, (whole, name: string, index: string) =>
      containerNames.has(name)
        ? `container.${RENAMED.get(name) ?? camelCase(name)}${index.replace(/^\.(\d+)$/, "[$1]")}`
        : whole,
    )
    .replace(SNAKE_CASE, (name) =>
      jobNames.has(name) || containerNames.has(name) ? camelCase(name) : name,
    );
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
