// Each fault provoked on a bundle that is good but for it: when it was signed, and what the log took.

import { describe, expect, it } from "vitest"
import { newPair, SIGNER } from "../../harness/release/authority.ts"
import { without } from "../../harness/release/bundle-json.ts"
import {
  ARTIFACT,
  authority,
  expectFault,
  flipped,
  good,
  NOW,
  other,
  signatureOf,
  stranger,
  verify,
  withEntry,
  withTimestamps,
} from "./good-bundle.ts"

const HOUR_MS = 3_600_000

describe("a time", () => {
  it("is refused that an untrusted authority has signed", async () => {
    await expectFault("timestamp", withTimestamps(await stranger.timestamp(signatureOf(good))))
  })

  it("is refused that was signed for another signature", async () => {
    await expectFault("timestamp", withTimestamps(await authority.timestamp(signatureOf(other))))
    expect((await verify(withTimestamps(await authority.timestamp(signatureOf(good))))).signedAt).toEqual(NOW)
  })

  it("is refused that cannot be read", async () => {
    await expectFault("timestamp", withTimestamps(Buffer.of(0x30, 0)))
  })

  it("is refused that nobody has signed", async () => {
    await expectFault(
      "no-time",
      withEntry((entry) => without(entry, "inclusionPromise")),
    )
  })

  it("is refused that lies outside the certificate's validity", async () => {
    const late = new Date(NOW.getTime() + HOUR_MS)
    await expectFault("certificate-time", await authority.signArtifact(ARTIFACT, SIGNER, { loggedAt: late }))
  })

  it("is refused when its promise does not verify", async () => {
    await expectFault(
      "promise",
      withEntry((entry) => ({
        ...entry,
        inclusionPromise: { signedEntryTimestamp: flipped(entry.inclusionPromise.signedEntryTimestamp) },
      })),
    )
  })
})

describe("a log entry", () => {
  it("is refused that is of another signature", async () => {
    await expectFault(
      "log-entry",
      withEntry(() => other.verificationMaterial.tlogEntries[0] ?? {}),
    )
  })

  it("is refused that is there twice", async () => {
    const { tlogEntries } = good.verificationMaterial
    await expectFault("log-entry", {
      ...good,
      verificationMaterial: { ...good.verificationMaterial, tlogEntries: [...tlogEntries, ...tlogEntries] },
    })
  })

  it("is refused that names another certificate for the same key", async () => {
    const pair = newPair()
    const signature = signatureOf(
      await authority.signWith(ARTIFACT, pair, await authority.certify(pair.publicKey, SIGNER)),
    )
    const logged = await authority.signWith(ARTIFACT, pair, await authority.certify(pair.publicKey, SIGNER), {
      signature,
    })
    const elsewhere = await authority.certify(pair.publicKey, { ...SIGNER, subject: "https://signer.test/other" })
    const certificate = { rawBytes: elsewhere.toString("base64") }
    await expectFault("log-entry", { ...logged, verificationMaterial: { ...logged.verificationMaterial, certificate } })
    expect((await verify(logged)).signedAt).toEqual(NOW)
  })

  it("is refused whose proof does not lead to the root", async () => {
    await expectFault(
      "inclusion-proof",
      withEntry((entry) => ({
        ...entry,
        inclusionProof: { ...entry.inclusionProof, rootHash: flipped(entry.inclusionProof.rootHash) },
      })),
    )
  })

  it("is refused whose index nobody signed, as it has no promise", async () => {
    const timestamped = withTimestamps(await authority.timestamp(signatureOf(good))) as typeof good
    const withIndex = (logIndex: string) => {
      const tlogEntries = good.verificationMaterial.tlogEntries.map((entry) => ({
        ...without(entry, "inclusionPromise"),
        logIndex,
      }))
      return { ...timestamped, verificationMaterial: { ...timestamped.verificationMaterial, tlogEntries } }
    }
    await expectFault("inclusion-proof", withIndex("1"))
    expect((await verify(withIndex("0"))).log.logIndex).toBe(0n)
  })

  it.each([
    ["of another tree", () => other.verificationMaterial.tlogEntries[0]?.inclusionProof.checkpoint.envelope ?? ""],
    ["with more after it", (envelope: string) => `${envelope}more`],
    ["without signature", (envelope: string) => envelope.replace(/—.*\n/, "")],
    ["with a broken signature", (envelope: string) => envelope.replace(/\S{8}(\S{4}\n)$/, "AAAAAAAA$1")],
    ["of a log of another name", (envelope: string) => envelope.replaceAll("log.test", "log.testing")],
  ])("is refused with a checkpoint %s", async (_, change) => {
    await expectFault(
      "checkpoint",
      withEntry((entry) => {
        const envelope = change(entry.inclusionProof.checkpoint.envelope)
        return { ...entry, inclusionProof: { ...entry.inclusionProof, checkpoint: { envelope } } }
      }),
    )
  })
})
