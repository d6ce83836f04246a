// A way to a service whose sockets the test holds.

import { vi } from "vitest"
import type { DeliveryClient, Identity } from "../../../src/delivery/delivery-client.ts"
import type { DeliveryError } from "../../../src/delivery/errors.ts"
import type { Push } from "../../../src/delivery/messages.ts"
import { ServiceLink, type ServiceLinkListener } from "../../../src/meeting/service-link.ts"
import { FakeClock } from "../media/fixtures.ts"
import { key } from "./fixtures.ts"

export const GROUP_ID = key(7)
export const IDENTITY: Identity = { publicKey: key(1), sign: async () => new Uint8Array(64) }
const EVIDENCE = async () => ({ groupInfo: key(3), commits: [] })
export const MEMBER = { groupId: GROUP_ID, identity: IDENTITY, finalEpoch: () => 5n, evidence: EVIDENCE }

interface Socket {
  readonly resume: ReturnType<typeof vi.fn<DeliveryClient["resume"]>>
  readonly commit: ReturnType<typeof vi.fn<DeliveryClient["commit"]>>
  readonly groupInfo: ReturnType<typeof vi.fn<DeliveryClient["groupInfo"]>>
  readonly applied: ReturnType<typeof vi.fn<DeliveryClient["applied"]>>
  readonly close: ReturnType<typeof vi.fn<DeliveryClient["close"]>>
  /** The service pushes an entry. */
  push(push: Push): void
  /** The socket ends. */
  end(error: DeliveryError): void
}

/** Its sockets, the newest last. */
export function setUp() {
  const clock = new FakeClock()
  const sockets: Socket[] = []
  const resumed = { type: "resumed", answers: 1, room: "room", roomToken: "token", from: 0, upTo: 0 } as const
  const answers: (() => ReturnType<DeliveryClient["resume"]>)[] = []
  const link = new ServiceLink({
    clock,
    random: () => 1,
    connect: ({ onPush, onEnd }) => {
      const position = { logNumber: 0 }
      const socket = {
        resume: vi.fn<DeliveryClient["resume"]>(async () => answers.shift()?.() ?? resumed),
        commit: vi.fn<DeliveryClient["commit"]>(),
        groupInfo: vi.fn<DeliveryClient["groupInfo"]>(async () => {}),
        applied: vi.fn<DeliveryClient["applied"]>(),
        close: vi.fn<DeliveryClient["close"]>(),
        push: (push: Push) => {
          if ("log" in push) position.logNumber = push.log
          onPush(push)
        },
        end: onEnd,
      }
      sockets.push(socket)
      const client = Object.defineProperty(socket, "logNumber", { get: () => position.logNumber })
      return client as unknown as DeliveryClient
    },
  })
  const listener = {
    onPush: vi.fn<ServiceLinkListener["onPush"]>(),
    onConnection: vi.fn<ServiceLinkListener["onConnection"]>(),
    onReplayed: vi.fn<ServiceLinkListener["onReplayed"]>(),
    onLost: vi.fn<ServiceLinkListener["onLost"]>(),
  }
  const newest = (): Socket => {
    const socket = sockets.at(-1)
    if (!socket) throw new RangeError("expected a socket")
    return socket
  }
  return { clock, sockets, answers, resumed, link, listener, newest }
}
