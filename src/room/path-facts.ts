// Where the media really goes: the address of the selected candidate pair, from WebRTC statistics.

import type { Room } from "livekit-client"

export interface PathFacts {
  /** The SFU's address and port, or null while there is none. */
  readonly address: string | null
  readonly transport: "udp" | "tcp" | "relay" | null
  readonly roundTripMs: number | null
}

const NO_PATH: PathFacts = { address: null, transport: null, roundTripMs: null }

/** Reads the path of the connection that carries our media. */
export async function readPath(room: Room): Promise<PathFacts> {
  const manager = room.engine.pcManager
  const report = await (manager?.publisher ?? manager?.subscriber)?.getStats()
  return report ? selectedPath(report) : NO_PATH
}

/** The path that a statistics report says is in use. */
export function selectedPath(report: RTCStatsReport): PathFacts {
  const entries = new Map<string, Record<string, unknown>>()
  report.forEach((entry: Record<string, unknown>, id: string) => entries.set(id, entry))
  const transport = [...entries.values()].find((entry) => typeof entry["selectedCandidatePairId"] === "string")
  const pair = entries.get(String(transport?.["selectedCandidatePairId"]))
  const remote = entries.get(String(pair?.["remoteCandidateId"]))
  const local = entries.get(String(pair?.["localCandidateId"]))
  if (!pair || !remote) return NO_PATH
  const roundTrip = pair["currentRoundTripTime"]
  const { address, port } = remote
  return {
    address: typeof address === "string" && typeof port === "number" ? `${bracketed(address)}:${port}` : null,
    transport: local?.["candidateType"] === "relay" ? "relay" : transportOf(remote["protocol"]),
    roundTripMs: typeof roundTrip === "number" ? Math.round(roundTrip * 1000) : null,
  }
}

function transportOf(protocol: unknown): "tcp" | "udp" {
  return protocol === "tcp" ? "tcp" : "udp"
}

/** As a URL writes it (RFC 3986 §3.2.2), so that the port of an IPv6 address is told from the rest. */
function bracketed(address: string): string {
  return address.includes(":") && !address.startsWith("[") ? `[${address}]` : address
}
