/** An API key: the public half names it, the secret half signs. */
export interface KeyPair {
  readonly publicKey: string;
  readonly secretKey: string;
}

/** A key pair to accept from now on. */
export interface KeyRotation extends KeyPair {
  /**
   * Public key of the pair that ends. Needed only where `publicKey` is new and the emulator has
   * several accounts; by default it is the first account's.
   */
  readonly replaces?: string | undefined;
}

interface AccountKey extends KeyPair {
  readonly account: string;
}

/** The accepted keys; each belongs to an account of its own. */
export interface KeyRing {
  find(publicKey: string): AccountKey | undefined;
  readonly firstAccount: string;
  /** The pair of the first account, as it is now. */
  first(): KeyPair;
  /** False when `replaces` is not an accepted key. */
  rotate(rotation: KeyRotation): boolean;
}

/** Makes a {@link KeyRing}; the first pair is the one an emulator shows as its own. */
export function createKeyRing(first: KeyPair, others: readonly KeyPair[]): KeyRing {
  const firstAccount = "account-1";
  const byAccount = new Map<string, KeyPair>([
    [firstAccount, first],
    ...others.map((pair, index): [string, KeyPair] => [`account-${index + 2}`, pair]),
  ]);

  const find = (publicKey: string): AccountKey | undefined => {
    for (const [account, pair] of byAccount) {
      if (pair.publicKey === publicKey) {
        return { ...pair, account };
      }
    }
    return undefined;
  };

  return {
    find,
    firstAccount,
    first: () => byAccount.get(firstAccount) ?? first,
    rotate({ publicKey, secretKey, replaces }) {
      const current = find(replaces ?? publicKey);
      if (current === undefined && replaces !== undefined) {
        return false;
      }
      byAccount.set(current?.account ?? firstAccount, { publicKey, secretKey });
      return true;
    },
  };
}
