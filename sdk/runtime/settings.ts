/**
 * Values by names such as `dispersed:publicKey`.
 *
 * @internal
 */
export type ProviderSettings = Readonly<Record<string, string | undefined>>;
