import { afterEach, describe, expect, it } from "vitest"
import { ownTasks } from "../../../src/ui/own-tasks.ts"

const channels: MessageChannel[] = []

afterEach(() => {
  for (const { port1 } of channels.splice(0)) port1.close()
})

function begin() {
  const channel = new MessageChannel()
  channels.push(channel)
  return ownTasks(channel)
}

describe("tasks of their own", () => {
  it("come after the microtasks of the task that asked for them, in their order", async () => {
    const order: string[] = []
    const inOwnTask = begin()
    const last = new Promise<void>((resolve) => {
      inOwnTask(() => order.push("first"))
      inOwnTask(() => {
        order.push("second")
        resolve()
      })
    })
    await Promise.resolve()
    order.push("microtask")
    await last
    expect(order).toEqual(["microtask", "first", "second"])
  })

  it("have what they ask for themselves at their end", async () => {
    const order: string[] = []
    const inOwnTask = begin()
    await new Promise<void>((resolve) => {
      inOwnTask(() => {
        inOwnTask(() => order.push("its rest"))
        order.push("first")
      })
      inOwnTask(() => {
        order.push("second")
        resolve()
      })
    })
    expect(order).toEqual(["first", "its rest", "second"])
  })

  it("go on after one that threw", async () => {
    const inOwnTask = begin()
    const thrown = new Promise<unknown>((resolve) => process.once("uncaughtException", resolve))
    const second = new Promise<void>((resolve) => {
      inOwnTask(() => {
        throw new TypeError("not drawn")
      })
      inOwnTask(resolve)
    })
    await second
    expect(await thrown).toEqual(new TypeError("not drawn"))
  })
})
