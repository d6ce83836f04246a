import { describe, expect, it, vi } from "vitest"
import { BEGUN_WITHIN_MS, MAX_BEGUN, RosterCodes } from "../../../src/meeting/roster-codes.ts"
import { PasswordError } from "../../../src/password/errors.ts"
import { FakeClock, settled } from "../media/fixtures.ts"
import { epochOf } from "./fixtures.ts"

const STATE = epochOf(1n, [])

/** Each roster's code has its number of computation in it. */
function setUp() {
  const clock = new FakeClock()
  const onCode = vi.fn<() => void>()
  let begun = 0
  const securityCode = vi.fn(async () => ({ digits: `code ${++begun}`, emoji: [] }))
  const codes = new RosterCodes({ passwords: { securityCode }, clock, onCode })
  const want = (name: string) => codes.want({ name, state: STATE })
  const pass = async (ms: number) => {
    clock.advance(ms)
    await settled()
  }
  return { codes, want, pass, securityCode, onCode }
}

describe("codes of rosters", () => {
  it("are worked out when the roster has been the same for a second, once for many who come after another", async () => {
    const { codes, want, pass, securityCode, onCode } = setUp()
    for (let people = 0; people < 100; people++) {
      want(`${people}`)
      await pass(900) // oxlint-disable-line no-await-in-loop -- one after the other
    }
    expect(securityCode).not.toHaveBeenCalled()
    await pass(100)
    expect(securityCode).toHaveBeenCalledOnce()
    expect(onCode).toHaveBeenCalledOnce()
    expect(codes.code?.digits).toBe("code 1")
  })

  it("are not worked out for each who comes where that is no more than one a second", async () => {
    const { codes, want, pass, securityCode } = setUp()
    const [people, everyMs] = [60, 1100]
    for (let number = 0; number < people; number++) {
      want(`${number}`)
      await pass(everyMs) // oxlint-disable-line no-await-in-loop -- one after the other
    }
    const atMost = MAX_BEGUN * Math.ceil((people * everyMs) / BEGUN_WITHIN_MS)
    expect(securityCode.mock.calls.length).toBeLessThanOrEqual(atMost)
    expect(securityCode.mock.calls.length).toBeGreaterThan(atMost / 2)
    await pass(BEGUN_WITHIN_MS)
    expect(codes.code).not.toBeNull()
  })

  it("are remembered for whoever goes and comes back, and shown after a second all the same", async () => {
    const { codes, want, pass, securityCode } = setUp()
    want("ana and ben")
    await pass(1000)
    want("ana")
    expect(codes.code).toBeNull()
    await pass(1000)
    want("ana and ben")
    await pass(999)
    expect(codes.code).toBeNull()
    await pass(1)
    expect(codes.code?.digits).toBe("code 1")
    expect(securityCode).toHaveBeenCalledTimes(2)
  })

  it("are remembered and not shown where another roster is wanted by the time they are there", async () => {
    const { codes, want, pass, securityCode, onCode } = setUp()
    const late = Promise.withResolvers<{ digits: string; emoji: [] }>()
    securityCode.mockReturnValueOnce(late.promise)
    want("ana and ben")
    await pass(1000)
    want("ana")
    late.resolve({ digits: "late", emoji: [] })
    await pass(0)
    expect([codes.code, onCode.mock.calls.length]).toEqual([null, 0])
    want("ana and ben")
    await pass(1000)
    expect(codes.code?.digits).toBe("late")
    expect(securityCode).toHaveBeenCalledOnce()
  })

  it("are remembered for the last few rosters only", async () => {
    const { want, pass, securityCode } = setUp()
    for (let number = 0; number < 9; number++) {
      want(`${number}`)
      await pass(BEGUN_WITHIN_MS) // oxlint-disable-line no-await-in-loop -- one after the other
    }
    want("8")
    await pass(1000)
    expect(securityCode).toHaveBeenCalledTimes(9)
    want("0")
    await pass(BEGUN_WITHIN_MS)
    expect(securityCode).toHaveBeenCalledTimes(10)
  })

  it("end with the meeting, and with the worker", async () => {
    const { codes, want, pass, securityCode, onCode } = setUp()
    securityCode.mockRejectedValueOnce(new PasswordError("worker-failed", "the worker ended"))
    want("ana")
    await pass(1000)
    want("ana and ben")
    codes.close()
    await pass(BEGUN_WITHIN_MS)
    expect(securityCode).toHaveBeenCalledOnce()
    expect([codes.code, onCode.mock.calls.length]).toEqual([null, 0])
  })
})
