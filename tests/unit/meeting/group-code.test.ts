import { describe, expect, it, vi } from "vitest"
import { toHex } from "../../../src/bytes/bytes.ts"
import { COMPARE, Confirmations } from "../../../src/meeting/confirmations.ts"
import type { MessageHandler } from "../../../src/meeting/data-messages.ts"
import { GroupCode, type GroupCodeOptions } from "../../../src/meeting/group-code.ts"
import type { CodeWord } from "../../../src/meeting/security.ts"
import type { EpochMember } from "../../../src/mls/epoch-state.ts"
import { FrameError } from "../../../src/media/errors.ts"
import { FakeClock } from "../media/fixtures.ts"
import { ANA, BEN, CHIDI, epochOf } from "./fixtures.ts"

const CODE = { digits: "11111 22222 33333 44444 55555 66666", emoji: [] }

type Somebody = Omit<EpochMember, "leaf">
type People = readonly Somebody[]

function setUp() {
  const clock = new FakeClock()
  let state = epochOf(1n, [ANA, BEN])
  const handlers = new Map<string, MessageHandler>()
  const post = vi.fn(async () => ({ reached: Promise.resolve([]) }))
  const onNotice = vi.fn<GroupCodeOptions["onNotice"]>()
  const securityCode = vi.fn(async () => CODE)
  const code = new GroupCode({
    passwords: { securityCode },
    data: { post, take: (kind, handler) => void handlers.set(kind, handler) },
    clock,
    wallClock: () => 1000,
    state: () => state,
    onChange: () => undefined,
    onNotice,
  })
  /** The group's state is of these people, which nobody was told yet. */
  const change = (people: People) => (state = epochOf(2n, people))
  const enter = (people: People) => code.handleRoster(change(people))
  const workedOut = async () => {
    clock.advance(1000)
    await vi.waitFor(() => expect(code.shown.digits).not.toBeNull())
  }
  /** What another's client says of the code of these people. */
  const hear = (from: Somebody, word: CodeWord, people: People, counter: bigint) => {
    const theirs = new Confirmations()
    theirs.handleRoster(epochOf(2n, people))
    const { identityKey, leafKey } = from
    const body = theirs.say(word)
    handlers.get(COMPARE)?.({ kind: COMPARE, identityKey, leafKey, leaf: 0, epoch: 2n, counter, body })
  }
  enter([ANA, BEN])
  return { code, change, enter, hear, workedOut, post, securityCode, onNotice }
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

  it("is compared again, and not worked out anew, once whoever came is gone; who said the same of it stays confirmed", async () => {
    const { code, enter, hear, workedOut, securityCode } = setUp()
    await workedOut()
    code.say("match")
    hear(BEN, "match", [ANA, BEN], 0n)
    enter([ANA, BEN, CHIDI])
    await workedOut()
    expect(code.shown.comparison).toMatchObject({ state: "changed-since", came: [{ name: "Chidi" }] })
    expect(code.shown.confirmations.confirmed).toEqual([])
    enter([ANA, BEN])
    await workedOut()
    expect(code.shown.comparison).toEqual({ state: "compared", at: 1000 })
    expect(code.shown.confirmations.confirmed).toEqual([ANA, BEN].map(({ identityKey }) => toHex(identityKey)))
    expect(securityCode).toHaveBeenCalledTimes(2)
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
    expect(code.shown.comparison).toEqual({ state: "differs", by: [toHex(ANA.identityKey)] })
  })

  it("raises the alarm once when somebody else's differs, though you found it the same, until they take it back", async () => {
    const { code, hear, workedOut, onNotice } = setUp()
    await workedOut()
    code.say("match")
    hear(BEN, "differ", [ANA, BEN], 0n)
    hear(BEN, "differ", [ANA, BEN], 1n)
    expect(code.shown.comparison).toEqual({ state: "differs", by: [toHex(BEN.identityKey)] })
    expect(onNotice.mock.calls).toEqual([["code-differs", "Ben", null]])
    hear(BEN, "match", [ANA, BEN], 2n)
    expect(code.shown.comparison).toEqual({ state: "compared", at: 1000 })
    hear(BEN, "differ", [ANA, BEN], 3n)
    expect(onNotice).toHaveBeenCalledTimes(2)
  })

  it("raises no alarm for what is said of other people's code, nor for your own word", async () => {
    const { code, hear, enter, workedOut, onNotice } = setUp()
    await workedOut()
    code.say("differ")
    code.say("match")
    hear(BEN, "differ", [ANA, BEN, CHIDI], 0n)
    expect(code.shown.comparison).toEqual({ state: "compared", at: 1000 })
    expect(onNotice).not.toHaveBeenCalled()
    enter([ANA, BEN, CHIDI])
    expect(code.shown.comparison).toEqual({ state: "differs", by: [toHex(BEN.identityKey)] })
    expect(onNotice).toHaveBeenCalledOnce()
  })
})
