// What a file is that is no state, in words a person can act on. Pure.
import { isRecord } from "../../provider/api/json";

/** The mark of an encrypted file of age, OpenPGP, OpenSSL or Ansible. */
const ENCRYPTED = /^(age-encryption\.org|-----BEGIN (PGP|AGE)|Salted__|U2FsdGVk|\$ANSIBLE_VAULT)/;

const HOW_TO_EXPORT = "make one with `pulumi stack export --file state.json`";

/** Why a text that is not JSON is no state. */
export function explainText(text: string): string {
  if (text.trim() === "") return `is empty; ${HOW_TO_EXPORT}`;
  if (text.startsWith("\u001f")) return "is compressed; unpack it with gunzip first";
  if (ENCRYPTED.test(text)) return "is encrypted; decrypt it first";
  return `is not a stack export; ${HOW_TO_EXPORT}`;
}

/** Why JSON of another shape is no state. */
export function explainJson(value: unknown): string {
  if (isRecord(value)) {
    // Before the rest: sops leaves the names of members as they are.
    if (isRecord(value["sops"])) return "is encrypted with sops; decrypt it first";
    if ("deployment" in value || "checkpoint" in value) {
      return "has a form that this version of `dispersed` cannot read; update pulumi-dispersed";
    }
    if ("terraform_version" in value || "lineage" in value) {
      return `is a state of Terraform or OpenTofu, not of Pulumi; ${HOW_TO_EXPORT}`;
    }
  }
  return `is not a stack export; ${HOW_TO_EXPORT}`;
}
