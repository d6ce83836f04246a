import { describe, expect, it, vi } from "vitest"
import { DeliveryError } from "../../../src/delivery/errors.ts"
import { returnToRoom } from "../../../src/meeting/media-return.ts"
import { RoomError } from "../../../src/room/errors.ts"
import { FakeClock, settled } from "../media/fixtures.ts"

const AWAY = new RoomError("unreachable", "")

function setUp() {
  const clock = new FakeClock()
  const renewToken = vi.fn<() => Promise<string>>(async () => "token")
  const connect = vi.fn<(token: string) => Promise<void>>(async () => {})
  const ending = new AbortController()
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 500) {
      clock.advance(500)
      await settled() // oxlint-disable-line no-await-in-loop -- one try after the other
    }
  }
  const begin = () => returnToRoom({ clock, renewToken, connect, abortSignal: ending.signal })
  return { renewToken, connect, ending, pass, begin }
}

describe("the way back to the SFU", () => {
  it("tries with a fresh token each time until the room is there", async () => {
    const { renewToken, connect, pass, begin } = setUp()
    connect.mockRejectedValueOnce(AWAY).mockRejectedValueOnce(AWAY)
    const outcome = begin()
    await pass(10_000)
    expect(await outcome).toBe("back")
    expect(renewToken).toHaveBeenCalledTimes(3)
    expect(connect).toHaveBeenCalledTimes(3)
  })

  it("gives up after about half a minute", async () => {
    const { connect, pass, begin } = setUp()
    connect.mockRejectedValue(AWAY)
    const outcome = begin()
    await pass(40_000)
    expect(await outcome).toBe("given-up")
    expect(connect).toHaveBeenCalledTimes(10)
  })

  it("ends with the visit", async () => {
    const { connect, ending, pass, begin } = setUp()
    const outcome = begin()
    ending.abort()
    await pass(1000)
    expect(await outcome).toBe("given-up")
    expect(connect).not.toHaveBeenCalled()
  })

  it("fails where the service does not take us back", async () => {
    const { renewToken, pass, begin } = setUp()
    renewToken.mockRejectedValue(new DeliveryError("unknown-group", ""))
    const failed = expect(begin()).rejects.toThrow(expect.objectContaining({ fault: "unknown-group" }))
    await pass(1000)
    await failed
  })
})
