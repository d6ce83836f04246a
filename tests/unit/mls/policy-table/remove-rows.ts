// Removals: each leaf for one reason.

import { randomBytes } from "../../../../src/bytes/bytes.ts"
import { encodeCbor } from "../../../../src/bytes/cbor.ts"
import { encodeAuthenticatedData, type RemoveReason } from "../../../../src/mls/authenticated-data.ts"
import { keyPair } from "../people.ts"
import { type Bench, type Change, GUEST, HOST, OTHER, removal, unchanged } from "./bench.ts"
import type { Row } from "./row.ts"

export const removeRows = (bench: Bench): readonly Row[] => {
  const { workshop } = bench
  const order: RemoveReason = { reason: "order", leaf: OTHER }
  return [
    ["a removal that the leaver signed", "accepted", () => bench.remove(unchanged)],
    ["a removal that the service signed", "accepted", async () => bench.remove(unchanged, [await bench.gone()])],
    ["a removal by a host's order", "accepted", () => bench.remove(unchanged, [order], HOST)],
    [
      "two removals in one",
      "accepted",
      async () => bench.remove(unchanged, [await bench.left(GUEST), await bench.gone()], HOST),
    ],
    ["a removal without a path", "path-missing", () => bench.remove(() => ({ path: undefined }))],
    ["a removal without a reason", "reasons-mismatch", () => bench.remove(giving([]))],
    [
      "two reasons for one removal",
      "reasons-mismatch",
      async () => bench.remove(giving([await bench.left(), await bench.gone()])),
    ],
    ["a reason for another leaf", "reasons-mismatch", async () => bench.remove(giving([await bench.left(HOST)]))],
    [
      "reasons in another order",
      "reasons-mismatch",
      async () => {
        const reasons = [await bench.left(GUEST), await bench.gone()]
        return bench.remove(giving(reasons.toReversed()), reasons, HOST)
      },
    ],
    [
      "one leaf removed twice",
      "reasons-mismatch",
      async () => {
        const reasons = [await bench.left(), await bench.left()]
        return bench.remove(({ proposals }) => ({
          proposals: [...proposals, ...proposals],
          authenticatedData: encodeAuthenticatedData({ kind: "remove", reasons }),
        }))
      },
    ],
    [
      "the removal of an empty leaf",
      "removes-nobody",
      () => bench.remove(removing(9, { reason: "gone", leaf: 9, signature: randomBytes(64) })),
    ],
    ["the own removal", "removes-itself", async () => bench.remove(removing(GUEST, await bench.left(GUEST)))],
    [
      "a host's own removal by order",
      "removes-itself",
      () => bench.remove(removing(HOST, { reason: "order", leaf: HOST }), [order], HOST),
    ],
    [
      "a leave with any signature",
      "left-forged",
      () => bench.remove(unchanged, [{ reason: "left", leaf: OTHER, signature: randomBytes(64) }]),
    ],
    ["somebody else's leave", "left-forged", async () => bench.remove(unchanged, [await leaveOf(bench, HOST)])],
    [
      "a leave of another group",
      "left-forged",
      async () => bench.remove(unchanged, [await bench.left(OTHER, { groupId: randomBytes(32) })]),
    ],
    [
      "a leave of an earlier leaf",
      "left-forged",
      async () => bench.remove(unchanged, [await bench.left(OTHER, { leafKey: randomBytes(32) })]),
    ],
    [
      "the service's word for a leave",
      "left-forged",
      async () =>
        bench.remove(unchanged, [{ reason: "left", leaf: OTHER, signature: signatureOf(await bench.gone()) }]),
    ],
    [
      "an absence that the host signed",
      "gone-forged",
      async () => bench.remove(unchanged, [await bench.gone({}, workshop.meeting.host)]),
    ],
    [
      "an absence that a stranger signed",
      "gone-forged",
      async () => bench.remove(unchanged, [await bench.gone({}, await keyPair())]),
    ],
    [
      "an absence in an earlier epoch",
      "gone-forged",
      async () => bench.remove(unchanged, [await bench.gone({ epoch: bench.group.epoch - 1n })]),
    ],
    [
      "an absence in a later epoch",
      "gone-forged",
      async () => bench.remove(unchanged, [await bench.gone({ epoch: bench.group.epoch + 1n })]),
    ],
    [
      "an absence of somebody else",
      "gone-forged",
      async () => bench.remove(unchanged, [await bench.gone({ identityKey: bench.leaf(HOST).identityKey })]),
    ],
    [
      "an absence of an earlier leaf",
      "gone-forged",
      async () => bench.remove(unchanged, [await bench.gone({ leafKey: randomBytes(32) })]),
    ],
    [
      "an absence in another group",
      "gone-forged",
      async () => bench.remove(unchanged, [await bench.gone({ groupId: randomBytes(32) })]),
    ],
    [
      "a leaver's word for an absence",
      "gone-forged",
      async () =>
        bench.remove(unchanged, [{ reason: "gone", leaf: OTHER, signature: signatureOf(await bench.left()) }]),
    ],
    ["an order of a guest", "order-not-host", () => bench.remove(unchanged, [order])],
    [
      "a guest's order beside a good leave",
      "order-not-host",
      async () => bench.remove(unchanged, [{ reason: "order", leaf: HOST }, await bench.left()]),
    ],
    ["an unknown reason", "authenticated-data", () => bench.remove(saying([{ reason: "bored", leaf: OTHER }]))],
    [
      "an order with a signature",
      "authenticated-data",
      () => bench.remove(saying([{ ...order, signature: randomBytes(64) }])),
    ],
    [
      "a leave without a signature",
      "authenticated-data",
      () => bench.remove(saying([{ reason: "left", leaf: OTHER }])),
    ],
    [
      "a signature of another length",
      "authenticated-data",
      () => bench.remove(saying([{ reason: "left", leaf: OTHER, signature: randomBytes(63) }])),
    ],
    [
      "a leaf beyond the last one possible",
      "authenticated-data",
      () => bench.remove(saying([{ ...order, leaf: 250 }])),
    ],
  ]
}

function giving(reasons: readonly RemoveReason[]): Change {
  return () => ({ authenticatedData: encodeAuthenticatedData({ kind: "remove", reasons }) })
}

function removing(leaf: number, reason: RemoveReason): Change {
  const authenticatedData = encodeAuthenticatedData({ kind: "remove", reasons: [reason] })
  return () => ({ proposals: [removal(leaf)], authenticatedData })
}

function saying(
  reasons: readonly { readonly reason: string; readonly leaf: number; readonly signature?: Uint8Array }[],
) {
  const change: Change = () => ({
    authenticatedData: encodeCbor({
      kind: "remove",
      reasons: reasons.map(({ reason, leaf, signature }) =>
        signature ? { reason, leaf, signature } : { reason, leaf },
      ),
    }),
  })
  return change
}

/** A leave that `by` signed, for OTHER. */
async function leaveOf(bench: Bench, by: number): Promise<RemoveReason> {
  return { reason: "left", leaf: OTHER, signature: signatureOf(await bench.left(by)) }
}

function signatureOf(reason: RemoveReason): Uint8Array {
  return "signature" in reason ? reason.signature : new Uint8Array(64)
}
