import { systemEntropy } from "../../../provider/api/entropy";

describe("systemEntropy", () => {
  const nonces = Array.from({ length: 100_000 }, () => systemEntropy.nonce());

  test("G10: makes nonces of 32 lower-case hex digits", () => {
    expect(nonces.filter((nonce) => !/^[0-9a-f]{32}$/.test(nonce))).toEqual([]);
  });

  test("G10: makes no nonce twice", () => {
    expect(new Set(nonces).size).toBe(100_000);
  });
});
