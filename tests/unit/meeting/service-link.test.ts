import { describe, expect, it, vi } from "vitest"
import { DeliveryError } from "../../../src/delivery/errors.ts"
import type { Push } from "../../../src/delivery/messages.ts"
import { COMMIT_MS } from "../../../src/meeting/service-link.ts"
import { settled } from "../media/fixtures.ts"
import { key, PARTIAL } from "./fixtures.ts"
import { GROUP_ID, IDENTITY, MEMBER, setUp } from "./service-link-bench.ts"

const PENDING = { epoch: 2n, commit: new Uint8Array([1]), groupInfo: PARTIAL }
const BROKEN = new DeliveryError("closed", "")

const final = (log: number): Push => ({ type: "final", log, epoch: BigInt(log) })

describe("the way to the service before membership", () => {
  it("keeps what is pushed early, in its order, for the member", () => {
    const { link, listener, newest } = setUp()
    newest().push(final(1))
    newest().push(final(2))
    link.becomeMember(MEMBER, listener)
    newest().push(final(3))
    expect(listener.onPush.mock.calls.map(([push]) => "log" in push && push.log)).toEqual([1, 2, 3])
  })

  it("is not mended: who is no member yet arrives anew", async () => {
    const { clock, sockets, newest } = setUp()
    newest().end(BROKEN)
    clock.advance(60_000)
    await settled()
    expect(sockets).toHaveLength(1)
  })

  it("is mended once membership comes, when it broke in between", async () => {
    const { clock, link, listener, sockets, newest } = setUp()
    newest().end(BROKEN)
    link.becomeMember(MEMBER, listener)
    clock.advance(250)
    await settled()
    expect(sockets).toHaveLength(2)
    expect(listener.onConnection.mock.calls).toEqual([["reconnecting"], ["connected"]])
  })
})

describe("a break of the way to the service", () => {
  it("is mended by a resume from the last epoch known to be final", async () => {
    const { clock, link, listener, newest } = setUp()
    link.becomeMember(MEMBER, listener)
    newest().push(final(5))
    newest().end(BROKEN)
    clock.advance(250)
    await settled()
    expect(newest().resume).toHaveBeenCalledExactlyOnceWith(GROUP_ID, IDENTITY, 5n, expect.any(Function))
    expect(listener.onConnection.mock.calls).toEqual([["reconnecting"], ["connected"]])
  })

  it("is over for the member only when the last missed entry was handed in", async () => {
    const { clock, answers, resumed, link, listener, newest } = setUp()
    answers.push(async () => ({ ...resumed, upTo: 7 }))
    link.becomeMember(MEMBER, listener)
    newest().end(BROKEN)
    clock.advance(250)
    await settled()
    newest().push(final(6))
    expect(listener.onReplayed).not.toHaveBeenCalled()
    newest().push(final(7))
    expect(listener.onReplayed).toHaveBeenCalledOnce()
    newest().push(final(8))
    expect(listener.onReplayed).toHaveBeenCalledOnce()
  })

  it("is tried again after a quarter of a second, then after half a second, then every second", async () => {
    const { clock, answers, link, listener, sockets, newest } = setUp()
    link.becomeMember(MEMBER, listener)
    newest().end(BROKEN)
    for (const waitMs of [250, 500, 1000, 1000, 1000]) {
      const before = sockets.length
      answers.push(() => Promise.reject(BROKEN))
      clock.advance(waitMs - 1)
      expect(sockets).toHaveLength(before)
      clock.advance(1)
      expect(sockets).toHaveLength(before + 1)
      newest().end(BROKEN)
      await settled() // oxlint-disable-line no-await-in-loop -- one try after the other
    }
    expect(listener.onLost).not.toHaveBeenCalled()
  })

  it("is final when the service does not take us back", async () => {
    const { clock, answers, link, listener, sockets, newest } = setUp()
    const refusal = new DeliveryError("unknown-group", "")
    answers.push(() => Promise.reject(refusal))
    link.becomeMember(MEMBER, listener)
    newest().end(BROKEN)
    clock.advance(60_000)
    await settled()
    expect(listener.onLost).toHaveBeenCalledExactlyOnceWith(refusal)
    clock.advance(60_000)
    expect(sockets).toHaveLength(2)
  })

  it("is tried again when the return is not answered", async () => {
    const { clock, answers, link, listener, sockets, newest } = setUp()
    link.becomeMember(MEMBER, listener)
    newest().end(BROKEN)
    const unanswered = Promise.withResolvers<never>()
    answers.push(() => unanswered.promise)
    clock.advance(250)
    newest().close.mockImplementationOnce(() => {
      const aborted = new DeliveryError("aborted", "")
      newest().end(aborted)
      unanswered.reject(aborted)
    })
    clock.advance(5000)
    await settled()
    clock.advance(0)
    await settled()
    expect(sockets).toHaveLength(3)
    expect(listener.onConnection).toHaveBeenLastCalledWith("connected")
  })

  it("of an old socket does not matter any more", async () => {
    const { clock, link, listener, sockets, newest } = setUp()
    link.becomeMember(MEMBER, listener)
    newest().end(BROKEN)
    clock.advance(250)
    await settled()
    sockets[0]?.end(BROKEN)
    clock.advance(60_000)
    expect(sockets).toHaveLength(2)
  })

  it("is not mended after the end", async () => {
    const { clock, link, listener, sockets, newest } = setUp()
    link.becomeMember(MEMBER, listener)
    newest().end(BROKEN)
    link.close()
    clock.advance(60_000)
    await settled()
    expect(sockets).toHaveLength(1)
    expect(newest().close).toHaveBeenCalledOnce()
  })
})

describe("what must be said on a living socket", () => {
  it("waits for the return, and for nothing where there was no break", async () => {
    const { clock, link, listener, newest } = setUp()
    link.becomeMember(MEMBER, listener)
    await link.returned()
    newest().end(BROKEN)
    const onReturned = vi.fn<() => void>()
    void link.returned().then(onReturned)
    await settled()
    expect(onReturned).not.toHaveBeenCalled()
    clock.advance(250)
    await settled()
    expect(onReturned).toHaveBeenCalledOnce()
  })
})

describe("handing in a commit", () => {
  it("sends the group info once the service calls the commit provisional", async () => {
    const { link, newest } = setUp()
    newest().commit.mockImplementationOnce(async (_commit, onProvisional) => {
      expect(newest().groupInfo).not.toHaveBeenCalled()
      onProvisional(2n)
      return { type: "outcome", answers: 1, outcome: "final", epoch: 2n, log: 3 }
    })
    expect(await link.submit(PENDING)).toEqual({ outcome: "final" })
    expect(newest().groupInfo).toHaveBeenCalledExactlyOnceWith(2n, PENDING.groupInfo)
  })

  it.each([
    [
      { type: "stale", answers: 1, epoch: 5n, commits: [], groupInfo: null },
      { outcome: "stale", groupInfo: null },
    ],
    [{ type: "refused", answers: 1, by: "members", fault: "bad-signature" }, { outcome: "refused" }],
    [{ type: "outcome", answers: 1, outcome: "restored", epoch: 1n, log: 3 }, { outcome: "restored" }],
  ] as const)("tells an outcome as it is: %o", async (reply, submission) => {
    const { link, newest } = setUp()
    newest().commit.mockResolvedValueOnce(reply)
    expect(await link.submit(PENDING)).toEqual(submission)
  })

  it("rejects when the connection breaks, since the replay tells then", async () => {
    const { link, newest } = setUp()
    newest().commit.mockRejectedValueOnce(BROKEN)
    await expect(link.submit(PENDING)).rejects.toBe(BROKEN)
  })

  it("asks on a new socket about one of which nothing is heard, or nothing more", async () => {
    const { clock, link, listener, newest } = setUp()
    link.becomeMember(MEMBER, listener)
    const asked = Promise.withResolvers<(epoch: bigint) => void>()
    const unanswered = Promise.withResolvers<never>()
    newest().commit.mockImplementationOnce(async (_commit, tell) => {
      asked.resolve(tell)
      return unanswered.promise
    })
    newest().close.mockImplementation(() => unanswered.reject(BROKEN))
    const submitted = link.submit(PENDING)
    const onProvisional = await asked.promise
    clock.advance(COMMIT_MS - 1)
    onProvisional(2n)
    clock.advance(COMMIT_MS - 1)
    expect(newest().close).not.toHaveBeenCalled()
    clock.advance(1)
    expect(newest().close).toHaveBeenCalledOnce()
    await expect(submitted).rejects.toBe(BROKEN)
  })

  it("is done with one whose end is heard, and with one whose socket broke before", async () => {
    const { clock, link, listener, sockets, newest } = setUp()
    link.becomeMember(MEMBER, listener)
    newest().commit.mockResolvedValueOnce({ type: "outcome", answers: 1, outcome: "final", epoch: 2n, log: 3 })
    await link.submit(PENDING)
    newest().commit.mockReturnValueOnce(Promise.withResolvers<never>().promise)
    void link.submit(PENDING)
    newest().end(BROKEN)
    clock.advance(250)
    await settled()
    clock.advance(10 * COMMIT_MS)
    expect(sockets.map(({ close }) => close.mock.calls.length)).toEqual([0, 0])
  })

  it("answers for others' commits without caring whether the socket still lives, but lets defects through", () => {
    const { link, newest } = setUp()
    newest().applied.mockImplementationOnce(() => {
      throw BROKEN
    })
    link.applied(2n, key(1))
    newest().applied.mockImplementationOnce(() => {
      throw new TypeError("a defect")
    })
    expect(() => link.applied(2n, key(1))).toThrow("a defect")
  })
})

describe("a fresh token", () => {
  it("comes with a return on a new socket", async () => {
    const { clock, link, listener, newest, sockets } = setUp()
    link.becomeMember(MEMBER, listener)
    newest().close.mockImplementationOnce(() => newest().end(new DeliveryError("aborted", "")))
    const token = link.renewToken()
    clock.advance(60_000)
    expect(await token).toBe("token")
    expect(sockets).toHaveLength(2)
    expect(listener.onLost).not.toHaveBeenCalled()
  })

  it("is refused where the service does not take us back", async () => {
    const { answers, clock, link, listener, newest } = setUp()
    link.becomeMember(MEMBER, listener)
    answers.push(() => Promise.reject(new DeliveryError("unknown-group", "")))
    newest().close.mockImplementationOnce(() => newest().end(new DeliveryError("aborted", "")))
    const refused = expect(link.renewToken()).rejects.toThrow(expect.objectContaining({ fault: "unknown-group" }))
    clock.advance(60_000)
    await refused
    expect(listener.onLost).toHaveBeenCalledOnce()
  })
})
