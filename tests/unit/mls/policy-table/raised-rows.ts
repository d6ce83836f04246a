// Changes and tickets in a group whose context was raised to generation 5, and which has a co-host.

import { requireDefined } from "../forge.ts"
import { type Bench, GUEST, HOST, OTHER, unchanged } from "./bench.ts"
import { hostChanges } from "./context-rows.ts"
import type { Row } from "./row.ts"

export const raisedRows = (bench: Bench): readonly Row[] => [
  ["the same generation again", "accepted", () => bench.change({ mayChat: "hosts" }, null, "host")],
  ["a later generation", "accepted", () => bench.change({ generation: 6 })],
  ["a generation raised by a co-host", "accepted", () => bench.change({ generation: 6 }, null, "co-host")],
  [
    "the last generation there is, from a co-host",
    "generation-jump",
    () => bench.change({ generation: Number.MAX_SAFE_INTEGER }, null, "co-host"),
  ],
  ["a co-host's change", "accepted", () => bench.change({ mayShare: "hosts" }, null, "co-host")],
  ["a lower generation", "generation-lower", () => bench.change({ generation: 4 })],
  ["a lower generation signed as a host", "generation-lower", () => bench.change({ generation: 1 }, null, "host")],
  ["the co-host dropped by a host", "host-key-needed", () => hostChanges(bench, { coHosts: [] })],
  [
    "the earlier context signed again",
    "generation-lower",
    () => bench.context((fields) => bench.byHostKey({ ...fields, generation: 4 })),
  ],
  [
    "a ticket of generation 0",
    "ticket-generation",
    () => bench.joinWithTicket((key) => bench.ticketFor(key, { generation: 0 })),
  ],
  ["a co-host's order", "accepted", () => bench.remove(unchanged, [{ reason: "order", leaf: OTHER }], GUEST)],
  [
    "an order against a co-host",
    "removes-host",
    () => bench.remove(unchanged, [{ reason: "order", leaf: GUEST }], HOST),
  ],
  [
    "a co-host's order against the host",
    "removes-host",
    () => bench.remove(unchanged, [{ reason: "order", leaf: HOST }], GUEST),
  ],
  ["a co-host's ticket", "accepted", () => joinWithCoHostsTicket(bench)],
]

async function joinWithCoHostsTicket(bench: Bench): Promise<Uint8Array> {
  const [coHost] = bench.group.context.coHosts
  const { certificate } = requireDefined(coHost)
  const by = bench.workshop.member(GUEST).identity
  return bench.joinWithTicket((key) => bench.ticketFor(key, { by, certificate }))
}
