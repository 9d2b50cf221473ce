// What is secret or personal inside of texts that are neither.

/** `user:password@` before a host. A tag before a digest has the same form. */
const PASSWORD = /^(?:[a-z][a-z0-9+.-]*:\/\/)?[^/@:\s]*:([^/\s]+)@(?!sha\d+:)/i;

/** The password in the address of an image. */
export function passwordIn(image: string): readonly string[] {
  const [, password] = PASSWORD.exec(image) ?? [];
  return password === undefined ? [] : [password];
}

/** The address of an image, fit to be shown. */
export function withoutPassword(image: string): string {
  return passwordIn(image).reduce(
    (shown, password) => shown.replace(`:${password}@`, ":[secret]@"),
    image,
  );
}

/** An SSH public key, and its comment where that names a person and a machine. */
export function namesInKey(publicKey: string): readonly string[] {
  const [, , ...comment] = publicKey.trim().split(" ");
  const words = comment.join(" ");
  return words.includes("@") ? [publicKey.trim(), words] : [];
}
