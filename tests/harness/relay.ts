// A TCP relay in front of a server, so that a test can cut the way to it while the server lives on.

import { once } from "node:events"
import { connect, createServer, type Socket } from "node:net"

export interface Relay extends AsyncDisposable {
  /** Of 127.0.0.1; clients connect here. */
  readonly port: number
  /** Ends every connection that is open now, as a lost network does; new ones are relayed. */
  cut(): void
}

/** Relays to the port of 127.0.0.1 that `target` names at the time of each connection. */
export async function startRelay(target: () => number): Promise<Relay> {
  const sockets = new Set<Socket>()
  const keep = (socket: Socket): void => {
    sockets.add(socket)
    socket.once("close", () => sockets.delete(socket))
  }
  const server = createServer((near) => {
    const far = connect(target(), "127.0.0.1")
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      keep(socket)
      socket.once("error", () => other.destroy())
      socket.once("close", () => other.destroy())
      socket.pipe(other)
    }
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  if (address === null || typeof address === "string") throw new TypeError("expected a TCP address")
  const cut = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: address.port,
    cut,
    [Symbol.asyncDispose]: async () => {
      server.close()
      cut()
      await once(server, "close")
    },
  }
}
