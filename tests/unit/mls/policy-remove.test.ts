import { randomBytes } from "../../../src/bytes/bytes.ts"
import { encodeAuthenticatedData } from "../../../src/mls/authenticated-data.ts"
import { gone, GUEST, HOST, left, open, OTHER, removal, remove, testPolicy, unchanged } from "./policy-bench.ts"

testPolicy(
  "the policy on removals",
  [
    ["a removal that the leaver signed", () => remove(unchanged), "remove"],
    ["a removal that the service signed", async () => remove(unchanged, [await gone()]), "remove"],
    ["a removal by a host's order", () => remove(unchanged, [{ reason: "order", leaf: OTHER }], HOST), "remove"],
    ["two removals in one", async () => remove(unchanged, [await left(GUEST), await gone()], HOST), "remove"],
  ],
  [
    ["a removal without a path", "path-missing", () => remove(() => ({ path: undefined }))],
    [
      "a removal without a reason",
      "reasons-mismatch",
      () => remove(() => ({ authenticatedData: encodeAuthenticatedData({ kind: "remove", reasons: [] }) })),
    ],
    [
      "a reason for another leaf",
      "reasons-mismatch",
      async () => {
        const reasons = [await left(HOST)]
        return remove(() => ({ authenticatedData: encodeAuthenticatedData({ kind: "remove", reasons }) }))
      },
    ],
    [
      "one leaf removed twice",
      "reasons-mismatch",
      async () => {
        const reasons = [await left(), await left()]
        return remove(({ proposals }) => ({
          proposals: [...proposals, ...proposals],
          authenticatedData: encodeAuthenticatedData({ kind: "remove", reasons }),
        }))
      },
    ],
    [
      "the removal of an empty leaf",
      "removes-nobody",
      () =>
        remove(() => ({
          proposals: [removal(9)],
          authenticatedData: encodeAuthenticatedData({
            kind: "remove",
            reasons: [{ reason: "gone", leaf: 9, signature: randomBytes(64) }],
          }),
        })),
    ],
    [
      "the own removal",
      "removes-itself",
      async () => {
        const reasons = [await left(GUEST)]
        return remove(() => ({
          proposals: [removal(GUEST)],
          authenticatedData: encodeAuthenticatedData({ kind: "remove", reasons }),
        }))
      },
    ],
    [
      "a leave that the leaver did not sign",
      "left-forged",
      () => remove(unchanged, [{ reason: "left", leaf: OTHER, signature: randomBytes(64) }]),
    ],
    [
      "somebody else's leave",
      "left-forged",
      async () => {
        const { signature } = { signature: randomBytes(64), ...(await left(HOST)) }
        return remove(unchanged, [{ reason: "left", leaf: OTHER, signature }])
      },
    ],
    [
      "an absence that the host signed",
      "gone-forged",
      async () => remove(unchanged, [await gone(open.group.epoch, open.meeting.host)]),
    ],
    ["an absence in another epoch", "gone-forged", async () => remove(unchanged, [await gone(open.group.epoch - 1n)])],
    ["an order of a guest", "order-not-host", () => remove(unchanged, [{ reason: "order", leaf: OTHER }])],
  ],
)
