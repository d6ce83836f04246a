// A TCP relay in front of a server, so that a test can cut, slow down or stop the way to it while the server lives on.

import { once } from "node:events"
import { connect, createServer, type Socket } from "node:net"
import { type Clock, systemClock } from "../../src/media/clock.ts"
import { added, NO_TRAFFIC, StreamWay, type Traffic, Weather } from "./relay-way.ts"

export class Relay implements AsyncDisposable {
  /** How many clients ever connected. */
  connections = 0
  readonly #weather = new Weather()
  readonly #sockets = new Set<Socket>()
  readonly #target: () => number
  readonly #clock: Clock
  readonly #server = createServer({ allowHalfOpen: true }, (near) => this.#handleClient(near))
  #toServer: Traffic = NO_TRAFFIC
  #toClients: Traffic = NO_TRAFFIC

  private constructor(target: () => number, clock: Clock) {
    this.#target = target
    this.#clock = clock
  }

  static async start(target: () => number, clock: Clock): Promise<Relay> {
    const relay = new Relay(target, clock)
    relay.#server.listen(0, "127.0.0.1")
    await once(relay.#server, "listening")
    return relay
  }

  /** Of 127.0.0.1; clients connect here. */
  get port(): number {
    const address = this.#server.address()
    if (address === null || typeof address === "string") throw new TypeError("expected a TCP address")
    return address.port
  }

  get toServer(): Traffic {
    return this.#toServer
  }

  get toClients(): Traffic {
    return this.#toClients
  }

  /** Ends every connection that is open now, as a lost network does; new ones are relayed. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  /** What comes from now on arrives this much later, in its order. */
  delay(ms: number): void {
    this.#weather.delayMs = ms
  }

  /** Connections stay open, and nothing passes until `clear`, which lets it all through. */
  blackhole(): void {
    this.#weather.blackhole()
  }

  clear(): void {
    this.#weather.clear()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close()
    this.cut()
    await once(this.#server, "close")
  }

  #handleClient(near: Socket): void {
    this.connections++
    const far = connect({ port: this.#target(), host: "127.0.0.1", allowHalfOpen: true })
    this.#relay(near, far, (bytes) => (this.#toServer = added(this.#toServer, bytes)))
    this.#relay(far, near, (bytes) => (this.#toClients = added(this.#toClients, bytes)))
  }

  #relay(from: Socket, to: Socket, count: (bytes: number) => void): void {
    const way = new StreamWay(this.#clock, this.#weather, count)
    this.#sockets.add(from)
    from.on("data", (piece: Buffer) => way.handle(piece, (passed) => to.write(passed)))
    from.once("end", () => way.handleEnd(() => to.end()))
    from.once("error", () => to.destroy())
    from.once("close", () => {
      this.#sockets.delete(from)
      way.handleEnd(() => to.destroySoon())
    })
  }
}

/** Relays to the port of 127.0.0.1 that `target` names at the time of each connection. */
export function startRelay(target: () => number, clock: Clock = systemClock): Promise<Relay> {
  return Relay.start(target, clock)
}
