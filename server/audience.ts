// Who of a group hears its log over a socket right now.

import { toHex } from "../src/bytes/bytes.ts"
import { encodeMessage, type Push } from "../src/delivery/messages.ts"
import type { Clock } from "./clock.ts"
import type { ServiceFault } from "./errors.ts"
import { GroupLog } from "./group-log.ts"
import type { Peer } from "./peer.ts"

export class Audience {
  readonly log: GroupLog
  readonly #peers = new Map<string, Peer>()

  constructor(clock: Pick<Clock, "now">) {
    this.log = new GroupLog(clock)
  }

  get size(): number {
    return this.#peers.size
  }

  has(identityKey: Uint8Array): boolean {
    return this.#peers.has(toHex(identityKey))
  }

  /** Whether this very socket is the identity's. */
  isConnected(identityKey: Uint8Array, peer: Peer): boolean {
    return this.#peers.get(toHex(identityKey)) === peer
  }

  /** Pushes go to `peer` from now on; the socket that this identity had before ends. */
  connect(identityKey: Uint8Array, peer: Peer): void {
    const name = toHex(identityKey)
    const before = this.#peers.get(name)
    this.#peers.set(name, peer)
    if (before && before !== peer) before.end("replaced")
  }

  /** False when another socket took the place of this one before. */
  disconnect(identityKey: Uint8Array, peer: Peer): boolean {
    const name = toHex(identityKey)
    return this.#peers.get(name) === peer && this.#peers.delete(name)
  }

  /** Whatever socket this identity has hears nothing more. */
  drop(identityKey: Uint8Array): void {
    this.#peers.delete(toHex(identityKey))
  }

  /** Ends everybody's socket. */
  end(fault: ServiceFault): void {
    const peers = [...this.#peers.values()]
    this.#peers.clear()
    for (const peer of peers) peer.end(fault)
  }

  /** Pushes what is no entry of the log to one member, by its hexadecimal identity key, if it is there. */
  tell(name: string, push: Push<"asking" | "answered">): void {
    this.#peers.get(name)?.push(encodeMessage(push))
  }

  /** Appends to the log and tells everybody; gives the number. */
  publish(make: (log: number) => Push, except?: Peer): number {
    const { log, bytes } = this.log.append(make)
    for (const peer of new Set(this.#peers.values())) if (peer !== except) peer.push(bytes)
    return log
  }
}
