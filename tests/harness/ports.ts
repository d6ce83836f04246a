// Free ports of the loopback interface, so that several meetings run on one machine at once.

import { createSocket } from "node:dgram"
import { once } from "node:events"
import { createServer } from "node:net"

/**
 * A port that nothing listens on just now. Whoever asks must open it soon; the system hands out ports in turn, so
 * another process hardly gets the same one. With `wanted` it is that port, or throws where it is taken.
 */
export async function freePort(transport: "tcp" | "udp", wanted = 0): Promise<number> {
  if (transport === "udp") {
    const socket = createSocket("udp4").bind(wanted, "127.0.0.1")
    await once(socket, "listening")
    const { port } = socket.address()
    socket.close()
    return port
  }
  const server = createServer().listen(wanted, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  server.close()
  await once(server, "close")
  if (address === null || typeof address === "string") throw new TypeError("expected a TCP address")
  return address.port
}
