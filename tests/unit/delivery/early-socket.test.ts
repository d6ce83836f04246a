import { describe, expect, it } from "vitest"
import type { SocketLike } from "../../../src/delivery/connection.ts"
import { openEarly } from "../../../src/delivery/early-socket.ts"

const ADDRESS = "wss://meet.example/ws"
const CONNECTING = 0
const CLOSED = 3

class Socket implements SocketLike {
  binaryType = "blob"
  readyState = CONNECTING
  readonly address: string

  constructor(address: string) {
    this.address = address
  }

  send(): void {
    throw new Error("nothing is to be sent")
  }

  close(): void {
    this.readyState = CLOSED
  }

  addEventListener(): void {}
}

function begin() {
  const opened: Socket[] = []
  const due: (() => void)[] = []
  const take = openEarly(ADDRESS, {
    open: (address) => {
      const socket = new Socket(address)
      opened.push(socket)
      return socket
    },
    clock: { after: (_delayMs, action) => void due.push(action) },
  })
  return { opened, take, passTime: () => due.forEach((action) => action()) }
}

describe("a socket opened early", () => {
  it("is given to the first who wants that address, and to nobody else", () => {
    const { opened, take, passTime } = begin()
    expect(opened.map(({ address }) => address)).toEqual([ADDRESS])
    expect(take(ADDRESS)).toBe(opened[0])
    expect(take(ADDRESS)).toBe(opened[1])
    passTime()
    expect(opened.map(({ readyState }) => readyState)).toEqual([CONNECTING, CONNECTING])
  })

  it("is not given to who wants another address", () => {
    const { opened, take } = begin()
    expect(take("wss://other.example/ws")).toBe(opened[1])
    expect(take(ADDRESS)).toBe(opened[0])
  })

  it("is replaced where it broke meanwhile", () => {
    const { opened, take } = begin()
    opened[0]?.close()
    expect(take(ADDRESS)).toBe(opened[1])
  })

  it("is closed when nobody takes it in time", () => {
    const { opened, take, passTime } = begin()
    passTime()
    expect(opened[0]?.readyState).toBe(CLOSED)
    expect(take(ADDRESS)).toBe(opened[1])
  })
})
