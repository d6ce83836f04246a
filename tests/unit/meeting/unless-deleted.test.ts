import { expect, it } from "vitest"
import { unlessDeleted } from "../../../src/meeting/unless-deleted.ts"

it("a write that came too late is no failure, any other is", () => {
  unlessDeleted(new DOMException("the database is closing", "InvalidStateError"))
  for (const error of [new DOMException("", "QuotaExceededError"), new TypeError("a defect")]) {
    expect(() => unlessDeleted(error)).toThrow(error)
  }
})
