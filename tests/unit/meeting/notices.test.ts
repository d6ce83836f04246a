import { describe, expect, it } from "vitest"
import { NOTICE_LIFE_MS, Notices } from "../../../src/meeting/notices.ts"

function setUp() {
  const clock = { now: 1000 }
  return { clock, notices: new Notices(() => clock.now) }
}

describe("notices", () => {
  it("says who came and who left, in that order, each under a number of its own", () => {
    const { notices } = setUp()
    notices.add("joined", "Ben")
    notices.add("left", "Chidi")
    expect(notices.current()).toEqual([
      { id: 1, at: 1000, kind: "joined", name: "Ben", by: null },
      { id: 2, at: 1000, kind: "left", name: "Chidi", by: null },
    ])
  })

  it("is about nobody where no name is given", () => {
    const { notices } = setUp()
    notices.add("device-lost")
    expect(notices.current()[0]?.name).toBeNull()
  })

  it("lets a notice go when it is ten seconds old, and not before", () => {
    const { clock, notices } = setUp()
    notices.add("joined", "Ben")
    clock.now += NOTICE_LIFE_MS - 1
    expect(notices.current()).toHaveLength(1)
    clock.now += 1
    expect(notices.current()).toHaveLength(0)
  })

  it("never gives a number twice, so that a view knows a new notice from the old one", () => {
    const { clock, notices } = setUp()
    notices.add("joined", "Ben")
    clock.now += NOTICE_LIFE_MS
    notices.add("left", "Ben")
    expect(notices.current().map(({ id }) => id)).toEqual([2])
  })
})
