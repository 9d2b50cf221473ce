import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";

import { shortHash } from "../../../provider/resources/job/shortHash";
import { ownerOf } from "../../../sdk/runtime/identity";

test("the program spells owners as the provider does, whatever a resource is called", () => {
  // Without an engine there is no organisation.
  const stack = shortHash(["", pulumi.getProject(), pulumi.getStack()]);
  fc.assert(
    fc.property(fc.string(), fc.string(), (type, name) => {
      expect(ownerOf(type, name, undefined)).toBe(`${stack}.${shortHash([type, "", name])}`);
    }),
  );
});

test("names and types that look alike have different owners", () => {
  const owners = [
    ownerOf("Job", "box", undefined),
    ownerOf("Job", "Box", undefined),
    ownerOf("JobFromRecipe", "box", undefined),
    ownerOf("Jobbox", "", undefined),
  ];
  expect(new Set(owners).size).toBe(owners.length);
});

test("the hash of a text is the base32 of its SHA-256", () => {
  // printf 'a\0b' | sha256sum | xxd -r -p | base32 | cut -c-16 | tr A-Z a-z
  expect(shortHash(["a", "b"], 16)).toBe("lgzhdlq3xsy5ghkb");
});
