import { describe, expect, it, vi } from "vitest"
import type { MessageHandler } from "../../../src/meeting/data-messages.ts"
import { GroupCode } from "../../../src/meeting/group-code.ts"
import type { EpochMember } from "../../../src/mls/epoch-state.ts"
import { FrameError } from "../../../src/media/errors.ts"
import { FakeClock } from "../media/fixtures.ts"
import { ANA, BEN, CHIDI, epochOf } from "./fixtures.ts"

const CODE = { digits: "11111 22222 33333 44444 55555 66666", emoji: [] }

function setUp() {
  const clock = new FakeClock()
  let state = epochOf(1n, [ANA, BEN])
  const handlers = new Map<string, MessageHandler>()
  const post = vi.fn(async () => ({ reached: Promise.resolve([]) }))
  const securityCode = vi.fn(async () => CODE)
  const code = new GroupCode({
    passwords: { securityCode },
    data: { post, take: (kind, handler) => void handlers.set(kind, handler) },
    clock,
    wallClock: () => 1000,
    state: () => state,
    onChange: () => undefined,
  })
  type People = readonly Omit<EpochMember, "leaf">[]
  /** The group's state is of these people, which nobody was told yet. */
  const change = (people: People) => (state = epochOf(2n, people))
  const enter = (people: People) => code.handleRoster(change(people))
  const workedOut = async () => {
    clock.advance(1000)
    await vi.waitFor(() => expect(code.shown.digits).not.toBeNull())
  }
  enter([ANA, BEN])
  return { code, change, enter, workedOut, post, securityCode }
}

describe("the group's code", () => {
  it("is worked out when the roster has been the same for a second", async () => {
    const { code, enter, workedOut, securityCode } = setUp()
    enter([ANA, BEN, CHIDI])
    expect(code.shown.digits).toBeNull()
    await workedOut()
    expect(securityCode).toHaveBeenCalledOnce()
    expect(code.shown.digits).toEqual(CODE.digits.split(" "))
  })

  it("is compared, and told to the others", async () => {
    const { code, workedOut, post } = setUp()
    await workedOut()
    code.say("match")
    expect(code.shown.comparison).toEqual({ state: "compared", at: 1000 })
    expect(post).toHaveBeenCalledWith("compare", expect.any(Uint8Array))
  })

  it("takes no word while it is worked out: whoever pressed just then has compared the one before", async () => {
    const { code, enter, workedOut, post } = setUp()
    await workedOut()
    enter([ANA, BEN, CHIDI])
    code.say("match")
    expect(code.shown.comparison).toEqual({ state: "not-compared" })
    expect(code.shown.confirmations.confirmed).toEqual([])
    expect(post).not.toHaveBeenCalled()
    await workedOut()
    code.say("match")
    expect(code.shown.comparison).toEqual({ state: "compared", at: 1000 })
  })

  it("takes no word, and is not shown, in the moment between a join and the news of it", async () => {
    const { code, change, enter, workedOut, post } = setUp()
    await workedOut()
    change([ANA, BEN, CHIDI])
    expect(code.shown.digits).toBeNull()
    code.say("match")
    expect(post).not.toHaveBeenCalled()
    enter([ANA, BEN, CHIDI])
    await workedOut()
    expect(code.shown.comparison).toEqual({ state: "not-compared" })
    change([ANA, BEN]) // taken back
    enter([ANA, BEN])
    await workedOut()
    code.say("match")
    expect(code.shown.comparison).toEqual({ state: "compared", at: 1000 })
    change([ANA, BEN, CHIDI])
    expect(code.shown.comparison).toMatchObject({ state: "changed-since", came: [{ name: "Chidi" }] })
  })

  it("is compared for you also while nothing can be sent", async () => {
    const { code, workedOut, post } = setUp()
    post.mockRejectedValue(new FrameError("no-epoch", "sending is halted"))
    await workedOut()
    code.say("differ")
    expect(code.shown.comparison).toEqual({ state: "differs" })
  })
})
