import { describe, expect, it } from "vitest"
import { holdViewLock } from "../../../src/ui/view-lock.ts"

/** Locks that remember who holds what. */
class Locks {
  readonly held = new Set<string>()

  readonly request: LockManager["request"] = async (name: string, ...rest: readonly unknown[]) => {
    const hold = rest.at(-1)
    this.held.add(name)
    if (typeof hold === "function") await Reflect.apply(hold, undefined, [null])
    this.held.delete(name)
    return undefined
  }
}

const refuse = () => Promise.reject(new DOMException("no locks here", "SecurityError"))

describe("the lock of a view", () => {
  it("is held under a name of its own until the view ends", async () => {
    const locks = new Locks()
    const abort = new AbortController()
    const [one, other] = [holdViewLock(locks, abort.signal), holdViewLock(locks, abort.signal)]
    await Promise.all([one.held, other.held])
    expect([...locks.held]).toEqual([one.name, other.name])
    expect(one.name).not.toBe(other.name)
    abort.abort()
    await expect.poll(() => locks.held.size).toBe(0)
  })

  it("tells whoever waits for it that the browser gives none", async () => {
    const { held } = holdViewLock({ request: refuse }, new AbortController().signal)
    await expect(held).rejects.toThrow("no locks here")
  })
})
