// A UDP relay in front of a server, so that a test can lose, delay or stop datagrams while both ends live on.

import { createSocket, type Socket } from "node:dgram"
import { once } from "node:events"
import { type Clock, systemClock } from "../../src/media/clock.ts"
import type { Random } from "./random.ts"
import { DatagramWay, type Traffic, Weather } from "./relay-way.ts"

const HOST = "127.0.0.1"

export class UdpRelay implements AsyncDisposable {
  readonly #weather = new Weather()
  readonly #near = createSocket("udp4")
  /** The socket that stands for each client towards the server, by the client's port. */
  readonly #far = new Map<number, Socket>()
  readonly #target: () => number
  readonly #toServer: DatagramWay
  readonly #toClients: DatagramWay

  private constructor(target: () => number, clock: Clock) {
    this.#target = target
    this.#toServer = new DatagramWay(clock, this.#weather)
    this.#toClients = new DatagramWay(clock, this.#weather)
    this.#near.on("message", (datagram, { port }) => this.#handleClient(datagram, port))
  }

  /** Relays to the port of 127.0.0.1 that `target` names at the time of each datagram. */
  static async start(target: () => number, clock: Clock = systemClock): Promise<UdpRelay> {
    const relay = new UdpRelay(target, clock)
    relay.#near.bind(0, HOST)
    await once(relay.#near, "listening")
    return relay
  }

  /** Of 127.0.0.1; clients send here. */
  get port(): number {
    return this.#near.address().port
  }

  get toServer(): Traffic {
    return this.#toServer.traffic
  }

  get toClients(): Traffic {
    return this.#toClients.traffic
  }

  /** How many clients the server sees. */
  get clients(): number {
    return this.#far.size
  }

  /** Forgets every client, as a NAT that restarts: what the server still sends is lost, and clients get new ports. */
  cut(): void {
    for (const socket of this.#far.values()) socket.close()
    this.#far.clear()
  }

  /** What comes from now on arrives this much later. */
  delay(ms: number): void {
    this.#weather.delayMs = ms
  }

  /** Loses this fraction of what comes from now on, in both directions. */
  drop(fraction: number, random: Random): void {
    for (const way of [this.#toServer, this.#toClients]) way.drop(fraction, random)
  }

  /** Nothing passes until `clear`; what came meanwhile is lost. */
  blackhole(): void {
    this.#weather.blackhole()
  }

  clear(): void {
    this.#weather.clear()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut()
    this.#near.close()
    await once(this.#near, "close")
  }

  #handleClient(datagram: Buffer, client: number): void {
    const far = this.#far.get(client) ?? this.#openFar(client)
    void this.#toServer.handle(datagram, (passed) => {
      if (this.#far.get(client) === far) far.send(passed, this.#target(), HOST)
    })
  }

  #openFar(client: number): Socket {
    const far = createSocket("udp4")
    this.#far.set(client, far)
    far.on("message", (datagram) => {
      void this.#toClients.handle(datagram, (passed) => {
        if (this.#far.get(client) === far) this.#near.send(passed, client, HOST)
      })
    })
    return far
  }
}
