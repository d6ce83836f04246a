import { describe, expect, it } from "vitest"
import { readCommitHeader } from "../../../server/commit-header.ts"

const GROUP_ID = new Uint8Array(32).fill(7)
const header = (epoch: number) => Uint8Array.of(0, 1, 0, 1, 32, ...GROUP_ID, 0, 0, 0, 0, 0, 0, 0, epoch)
const malformed = expect.objectContaining({ name: "ServiceError", fault: "malformed" })

describe("the header of a commit", () => {
  it("gives group id and epoch", () => {
    expect(readCommitHeader(header(9))).toEqual({ groupId: GROUP_ID, epoch: 9n })
  })

  it.each([
    ["another version", 1, 2],
    ["a private message", 3, 2],
    ["another length of group id", 4, 31],
  ])("is refused with %s", (_, index, value) => {
    expect(() => readCommitHeader(header(9).with(index, value))).toThrow(malformed)
  })

  it("is refused when cut short", () => {
    expect(() => readCommitHeader(header(9).subarray(0, -1))).toThrow(malformed)
  })
})
