// A socket that is opened before anybody has something to say on it: while the page of a link loads, the way to its
// service is made, which takes a round trip or three.

import { OPEN, type SocketLike } from "./connection.ts"

export interface EarlySocketOptions {
  readonly open: (address: string) => SocketLike
  readonly clock: { after(delayMs: number, action: () => void): void }
}

/** A link's page is there in a second or two. */
const UNTAKEN_MS = 10_000

/**
 * Opens a socket to `address` now, and returns what opens sockets from then on: the first one to that address is the
 * early one, if it still lives. Nothing is sent on it before; nobody takes it, it is closed.
 */
export function openEarly(address: string, { open, clock }: EarlySocketOptions): (address: string) => SocketLike {
  let early: SocketLike | null = open(address)
  clock.after(UNTAKEN_MS, () => {
    early?.close()
    early = null
  })
  return (wanted) => {
    const socket = early
    if (socket === null || wanted !== address) return open(wanted)
    early = null
    return socket.readyState <= OPEN ? socket : open(wanted)
  }
}
