import { expect, it } from "vitest"
import { SpentEpochs } from "../../../src/media/spent-epochs.ts"

const group = (byte: number) => new Uint8Array(32).fill(byte)
const epoch = (number: number, of = 1, variant = "") => ({
  groupId: group(of),
  number: BigInt(number),
  fingerprint: `${of} ${number} ${variant}`,
})

it("knows every epoch that was installed, and no other one of the same number while that may still come", () => {
  const spent = new SpentEpochs()
  spent.add(epoch(7))
  expect(spent.has(epoch(7))).toBe(true)
  expect(spent.has(epoch(7, 1, "another commit's"))).toBe(false)
  expect(spent.has(epoch(7, 2))).toBe(false)
})

it("takes all of a group for spent that are no later than what it does not remember one by one any more", () => {
  const spent = new SpentEpochs()
  for (let number = 1; number <= 5000; number++) spent.add(epoch(number))
  for (const number of [1, 2, 2500, 4999, 5000]) expect(spent.has(epoch(number))).toBe(true)
  expect(spent.has(epoch(2, 1, "another commit's"))).toBe(true)
  expect(spent.has(epoch(5000, 1, "another commit's"))).toBe(false)
  expect(spent.has(epoch(5001))).toBe(false)
  expect(spent.has(epoch(2, 2))).toBe(false)
})
