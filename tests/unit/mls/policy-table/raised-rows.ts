// Changes and tickets in a group whose context was raised to generation 5, and which has a co-host.

import { randomBytes } from "../../../../src/bytes/bytes.ts"
import { encodeAuthenticatedData } from "../../../../src/mls/authenticated-data.ts"
import type { MeetingContextFields } from "../../../../src/mls/meeting-context.ts"
import { requireDefined } from "../forge.ts"
import { type Bench, GUEST, HOST, OTHER, unchanged } from "./bench.ts"
import { hostChanges, saying } from "./context-rows.ts"
import type { Row } from "./row.ts"

export const raisedRows = (bench: Bench): readonly Row[] => [
  ...byHostKeyAlone(bench),
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

/** What the host key signed, committed by the host, and by a co-host, who only saw it. */
function byHostKeyAlone(bench: Bench): readonly Row[] {
  const { byHostKey } = bench
  const coHosts = async () => [...bench.group.context.coHosts, await bench.coHost(OTHER)]
  const coHostCommits = (change: Partial<MeetingContextFields>, rotation: Uint8Array | null = null) =>
    bench.context(
      (fields) => byHostKey({ ...fields, ...change }),
      saying(encodeAuthenticatedData({ kind: "context", rotation })),
      GUEST,
    )
  return [
    ["the host key's change", "accepted", () => bench.change({ mayChat: "hosts" })],
    ["the host key's change from a co-host", "context-forged", () => coHostCommits({ mayChat: "hosts" })],
    ["the host key's co-hosts", "accepted", async () => bench.change({ coHosts: await coHosts() })],
    [
      "the host key's co-hosts from a co-host",
      "context-forged",
      async () => coHostCommits({ coHosts: await coHosts() }),
    ],
    ["the host key's rotation", "accepted", () => bench.change({ pskId: randomBytes(32) }, randomBytes(64))],
    [
      "the host key's rotation from a co-host",
      "context-forged",
      () => coHostCommits({ pskId: randomBytes(32) }, randomBytes(64)),
    ],
  ]
}

async function joinWithCoHostsTicket(bench: Bench): Promise<Uint8Array> {
  const [coHost] = bench.group.context.coHosts
  const { certificate } = requireDefined(coHost)
  const by = bench.workshop.member(GUEST).identity
  return bench.joinWithTicket((key) => bench.ticketFor(key, { by, certificate }))
}
