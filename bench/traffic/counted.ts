// What passes between clients and the service, and between clients by way of the SFU, in messages and bytes.

import { encodeMessage } from "../../src/delivery/messages.ts"
import type { NodeSfu } from "../../tests/harness/node-sfu.ts"
import { NodeSockets } from "../../tests/harness/node-sockets.ts"

export interface Amount {
  readonly messages: number
  readonly bytes: number
}

const NOTHING: Amount = { messages: 0, bytes: 0 }

export function sum(amounts: readonly Amount[]): Amount {
  return amounts.reduce((a, b) => ({ messages: a.messages + b.messages, bytes: a.bytes + b.bytes }), NOTHING)
}

/** Counts what it is told, until it is taken. */
export class Counter {
  #amount = NOTHING

  count(bytes: number): void {
    this.#amount = sum([this.#amount, { messages: 1, bytes }])
  }

  /** All since the last time. */
  take(): Amount {
    const amount = this.#amount
    this.#amount = NOTHING
    return amount
  }
}

/** One client's way to the service, both directions. */
export class CountedWay {
  readonly sockets = new NodeSockets()
  readonly counter = new Counter()

  constructor() {
    this.sockets.sent = (request) => {
      this.counter.count(encodeMessage(request).length)
      return request
    }
    this.sockets.received = (message) => {
      this.counter.count(encodeMessage(message).length)
      return message
    }
  }
}

/** Packets that the SFU delivers: one that is sent to ten people is ten. */
export function countPackets(sfu: NodeSfu): Counter {
  const counter = new Counter()
  sfu.interfereWithPacket = (packet) => {
    counter.count(packet.length)
    return [packet]
  }
  return counter
}
