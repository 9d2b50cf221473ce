import { systemEntropy } from "../../../provider/api/entropy";
test("G10: nonces are 32 lower-case hex digits, and none comes twice", () => {
  const nonces = Array.from({ length: 100_000 }, () => systemEntropy.nonce());
  expect(nonces.filter((nonce) => !/^[0-9a-f]{32}$/.test(nonce))).toEqual([]);
  expect(new Set(nonces).size).toBe(100_000);
});
