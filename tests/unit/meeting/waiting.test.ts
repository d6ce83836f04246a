import { describe, expect, it, vi } from "vitest"
import { DeliveryError } from "../../../src/delivery/errors.ts"
import { Healing } from "../../../src/meeting/healing.ts"
import { Interruption, UNNOTICED_MS } from "../../../src/meeting/interruption.ts"
import { around, Backoff } from "../../../src/meeting/jitter.ts"
import { persistently } from "../../../src/meeting/persistence.ts"
import { FakeClock, settled } from "../media/fixtures.ts"

const BROKEN = new DeliveryError("closed", "")

describe("a time that differs from client to client", () => {
  it("is the named one, a fifth more or less", () => {
    expect([0, 0.5, 1].map((random) => Math.round(around(1000, () => random)))).toEqual([800, 1000, 1200])
  })

  it("between tries grows to a second, and never beyond", () => {
    const longest = new Backoff(() => 1)
    expect([1, 2, 3, 4].map(() => longest.nextMs())).toEqual([250, 500, 1000, 1000])
    longest.reset()
    expect(longest.nextMs()).toBe(250)
    expect(new Backoff(() => 0).nextMs()).toBe(187.5)
  })
})

describe("healing", () => {
  it.each([
    [2, 300_000],
    [30, 300_000],
    [100, 1_000_000],
  ])("among %i people is due %i ms after our last path", (members, dueMs) => {
    const clock = new FakeClock()
    const onDue = vi.fn<() => void>()
    const healing = new Healing({ clock, random: () => 0.5, onDue })
    healing.handleMembers(members)
    healing.handleOwnPath()
    clock.advance(dueMs - 1)
    expect([onDue.mock.calls.length, healing.isDue]).toEqual([0, false])
    clock.advance(1)
    expect([onDue.mock.calls.length, healing.isDue]).toEqual([1, true])
  })

  it("is called due again until there is a path, and then begins anew", () => {
    const clock = new FakeClock()
    const onDue = vi.fn<() => void>()
    const healing = new Healing({ clock, random: () => 0.5, onDue })
    healing.handleMembers(2)
    healing.handleOwnPath()
    clock.advance(300_000 + 30_000)
    expect(onDue).toHaveBeenCalledTimes(2)
    healing.handleOwnPath()
    expect(healing.isDue).toBe(false)
    clock.advance(299_999)
    expect(onDue).toHaveBeenCalledTimes(2)
  })

  it("waits for as many as are in by then, and no longer for who went", () => {
    const clock = new FakeClock()
    const onDue = vi.fn<() => void>()
    const healing = new Healing({ clock, random: () => 0.5, onDue })
    healing.handleMembers(2)
    healing.handleOwnPath()
    clock.advance(299_999)
    healing.handleMembers(100)
    clock.advance(700_000)
    expect(onDue).not.toHaveBeenCalled()
    healing.handleMembers(50)
    clock.advance(1)
    expect(onDue).toHaveBeenCalledTimes(1)
  })
})

describe("a break of the way to the service", () => {
  it("is said when it lasts two seconds, and its end then too", () => {
    const clock = new FakeClock()
    const onChange = vi.fn<() => void>()
    const interruption = new Interruption(clock, onChange)
    interruption.handleConnection("reconnecting")
    clock.advance(UNNOTICED_MS - 1)
    expect(interruption.shown).toBe("connected")
    clock.advance(1)
    expect(interruption.shown).toBe("reconnecting")
    interruption.handleConnection("connected")
    expect(interruption.shown).toBe("connected")
    expect(onChange).toHaveBeenCalledTimes(2)
  })

  it("is not said when it was over before, nor counted anew by another try", () => {
    const clock = new FakeClock()
    const onChange = vi.fn<() => void>()
    const interruption = new Interruption(clock, onChange)
    interruption.handleConnection("reconnecting")
    clock.advance(UNNOTICED_MS - 1)
    interruption.handleConnection("connected")
    clock.advance(UNNOTICED_MS)
    expect(onChange).not.toHaveBeenCalled()
    interruption.handleConnection("reconnecting")
    clock.advance(UNNOTICED_MS / 2)
    interruption.handleConnection("reconnecting")
    clock.advance(UNNOTICED_MS / 2)
    expect(interruption.shown).toBe("reconnecting")
  })
})

function setUp(patienceMs: number) {
  const clock = new FakeClock()
  const ending = new AbortController()
  const attempt = vi.fn<() => Promise<string>>()
  const begin = () =>
    persistently(attempt, { clock, random: () => 1, patienceMs, abortSignal: ending.signal }).catch(
      (error: unknown) => error,
    )
  return { clock, ending, attempt, begin }
}

describe("trying again", () => {
  it("follows a break of the way, until it comes through", async () => {
    const { clock, attempt, begin } = setUp(30_000)
    attempt.mockRejectedValueOnce(BROKEN).mockRejectedValueOnce(BROKEN).mockResolvedValueOnce("in")
    const outcome = begin()
    for (const waitMs of [250, 500]) {
      await settled() // oxlint-disable-line no-await-in-loop -- one try after the other
      clock.advance(waitMs)
    }
    expect(await outcome).toBe("in")
  })

  it("ends with a refusal", async () => {
    const { attempt, begin } = setUp(30_000)
    const refusal = new DeliveryError("locked", "")
    attempt.mockRejectedValue(refusal)
    expect(await begin()).toBe(refusal)
    expect(attempt).toHaveBeenCalledOnce()
  })

  it("ends when patience does", async () => {
    const { clock, attempt, begin } = setUp(600)
    attempt.mockRejectedValue(BROKEN)
    const outcome = begin()
    await settled()
    clock.advance(250)
    expect(await outcome).toBe(BROKEN)
    expect(attempt).toHaveBeenCalledTimes(2)
  })

  it("ends with the visit", async () => {
    const { ending, attempt, begin } = setUp(Infinity)
    attempt.mockRejectedValue(BROKEN)
    ending.abort()
    expect(await begin()).toBe(BROKEN)
    expect(attempt).toHaveBeenCalledOnce()
  })
})
