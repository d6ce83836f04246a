import { expect, test } from "vitest"
import { prepend } from "../../../src/media/prepend.ts"

test("puts bytes in front of a buffer's and takes the buffer over", () => {
  const { buffer } = Uint8Array.of(3, 4, 5)
  expect(prepend(Uint8Array.of(1, 2), buffer)).toEqual(Uint8Array.of(1, 2, 3, 4, 5))
  expect(buffer.detached).toBe(true)
})

test("puts more in front than there was, and something in front of nothing", () => {
  expect(prepend(Uint8Array.of(1, 2, 3), Uint8Array.of(4).buffer)).toEqual(Uint8Array.of(1, 2, 3, 4))
  expect(prepend(Uint8Array.of(1), new ArrayBuffer(0))).toEqual(Uint8Array.of(1))
})
