// What people are told of a host's word.

import type { OrderNotice } from "../said.ts"
import type { GivenOrder } from "./order-message.ts"

const STOPPED = {
  microphone: "muted",
  camera: "video-stopped",
  screen: "sharing-stopped",
  hand: "hand-lowered",
} as const

/** Null for what nobody needs to be told. */
export function noticeOf({ medium, word, whom }: GivenOrder): OrderNotice | null {
  const allowed = medium === "microphone" ? "unmute-allowed" : null
  const kind = word === "allow" ? allowed : STOPPED[medium]
  return kind && (whom?.length === 1 ? kind : `all-${kind}`)
}
