import { describe, expect, it, vi } from "vitest"
import { DeliveryError } from "../../../src/delivery/errors.ts"
import { parseMeetingLink } from "../../../src/links/link.ts"
import type { Wanted } from "../../../src/meeting/idle.ts"
import { Opening, type OpeningOptions } from "../../../src/meeting/opening.ts"
import type { CheckedStatus, Unsigned } from "../../../src/release/status.ts"

const LINK =
  parseMeetingLink("https://meet.example/join/id-AbCdEf0123#pwd-0123456789abcdefghijKL") ?? expect.unreachable()
const GOOD: Unsigned = { state: "unsigned", mayMeet: true, checkedAt: 0 }
const BARRED: Unsigned = { ...GOOD, mayMeet: false }

const OPEN: Wanted = { kind: "open", link: LINK, listed: null }
const CREATE: Wanted = { kind: "create", server: "https://meet.example", name: "Standup", listed: null }

function setUp() {
  const verdict = vi.fn<(listed: readonly string[] | null) => Promise<CheckedStatus>>(async () => GOOD)
  const pardon = vi.fn<(version: string) => Promise<"given" | "wrong-version">>(async () => "given")
  const create = vi.fn<OpeningOptions["create"]>(async () => LINK)
  const onChange = vi.fn<() => void>()
  const onReady = vi.fn<OpeningOptions["onReady"]>()
  const parts = { version: "1.2.3" } as unknown as OpeningOptions["parts"]
  const gate = { verdict, pardon, status: { state: "checking" } as const }
  const opening = new Opening({ parts, gate, create, onChange, onReady })
  return { opening, verdict, pardon, create, onChange, onReady }
}

describe("a wish for a meeting", () => {
  it("waits for the verdict, and leads to the meeting of its link", async () => {
    const { opening, verdict, onReady, onChange } = setUp()
    const given = Promise.withResolvers<CheckedStatus>()
    verdict.mockReturnValueOnce(given.promise)
    const wanted = opening.want({ ...OPEN, listed: ["a.js"] })
    expect(opening.describe()).toEqual({ phase: "checking" })
    expect(opening.link).toEqual(LINK)
    expect(onChange).toHaveBeenCalledOnce()
    expect(verdict).toHaveBeenCalledWith(["a.js"])
    expect(onReady).not.toHaveBeenCalled()
    given.resolve(GOOD)
    await wanted
    expect(onReady).toHaveBeenCalledWith(LINK, "theirs", { release: { digest: new Uint8Array(32), version: "1.2.3" } })
    expect(opening.describe()).toEqual({ phase: "idle" })
    expect(opening.link).toBeNull()
  })

  it("makes the meeting first, where there is none yet", async () => {
    const { opening, create, onReady } = setUp()
    const made = Promise.withResolvers<typeof LINK>()
    create.mockReturnValueOnce(made.promise)
    const wanted = opening.want(CREATE)
    await vi.waitFor(() => expect(opening.describe()).toEqual({ phase: "creating", host: "meet.example" }))
    made.resolve(LINK)
    await wanted
    expect(onReady).toHaveBeenCalledWith(LINK, "yours", expect.anything())
  })

  it("ends with the reason where the meeting cannot be made", async () => {
    const { opening, create, onReady } = setUp()
    create.mockRejectedValueOnce(new DeliveryError("closed", "gone"))
    await opening.want(CREATE)
    expect(opening.describe()).toEqual({ phase: "ended", meeting: null, fault: "service-unreachable", by: null })
    expect(onReady).not.toHaveBeenCalled()
  })

  it.each(["want", "dismiss"] as const)("is forgotten by the next one, also while it is made: %s", async (next) => {
    const { opening, create, verdict, onReady } = setUp()
    const made = Promise.withResolvers<typeof LINK>()
    create.mockReturnValueOnce(made.promise)
    const wanted = opening.want(CREATE)
    await vi.waitFor(() => expect(opening.describe().phase).toBe("creating"))
    verdict.mockResolvedValue(BARRED)
    await (next === "want" ? opening.want(OPEN) : opening.dismiss())
    made.resolve(LINK)
    await wanted
    expect(onReady).not.toHaveBeenCalled()
    expect(opening.describe().phase).toBe(next === "want" ? "barred" : "idle")
  })

  it("is taken back while the verdict is awaited", async () => {
    const { opening, onReady } = setUp()
    const wanted = opening.want(OPEN)
    opening.takeBack()
    await wanted
    expect(onReady).not.toHaveBeenCalled()
    expect(opening.describe()).toEqual({ phase: "idle" })
  })
})

describe("a barred client", () => {
  it("goes no further, until its release is pardoned: then with what was wanted", async () => {
    const { opening, verdict, pardon, onReady } = setUp()
    verdict.mockResolvedValueOnce(BARRED)
    await opening.want(OPEN)
    expect(opening.describe()).toEqual({ phase: "barred" })
    expect(onReady).not.toHaveBeenCalled()
    pardon.mockResolvedValueOnce("wrong-version")
    expect(await opening.pardon("1.2.4")).toBe("wrong-version")
    expect(opening.describe()).toEqual({ phase: "barred" })
    expect(await opening.pardon("1.2.3")).toBe("given")
    await vi.waitFor(() => expect(onReady).toHaveBeenCalledWith(LINK, "theirs", expect.anything()))
  })

  it("may take back what it wanted", async () => {
    const { opening, verdict } = setUp()
    verdict.mockResolvedValueOnce(BARRED)
    await opening.want(OPEN)
    opening.takeBack()
    expect(opening.describe()).toEqual({ phase: "idle" })
    await opening.pardon("1.2.3")
    expect(opening.describe()).toEqual({ phase: "idle" })
  })
})
