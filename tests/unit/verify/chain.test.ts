import { describe, expect, test } from "vitest"
import { type Certificate, readCertificate } from "../../../scripts/verify/sigstore/certificate.ts"
import { pathsOf } from "../../../scripts/verify/sigstore/chain.ts"
import { RefusalError } from "../../../scripts/verify/verdict.ts"
import { AUTHORITY, type CertificateOrder, extension, makeCertificate, newPair, SIGNER } from "./made-certificate.ts"

const keys = { root: newPair(), middle: newPair(), signer: newPair(), stranger: newPair() }
const YEARS = { notBefore: "20250101000000Z", notAfter: "20270101000000Z" }
const MINUTES = { notBefore: "20260101000000Z", notAfter: "20260101001000Z" }
const ROOT: CertificateOrder = {
  ...YEARS,
  subject: "root",
  issuer: "root",
  key: keys.root,
  issuerKey: keys.root,
  extensions: AUTHORITY,
}
const MIDDLE: CertificateOrder = { ...ROOT, subject: "middle", key: keys.middle }
const LEAF: CertificateOrder = {
  ...MINUTES,
  subject: "signer",
  issuer: "middle",
  key: keys.signer,
  issuerKey: keys.middle,
  extensions: SIGNER,
}
const STRANGER: CertificateOrder = { ...MIDDLE, subject: "stranger", key: keys.stranger }
const UNKNOWN = [0x2a, 0x03]

function read(order: CertificateOrder): Certificate {
  return readCertificate(makeCertificate(order), "certificate", order.subject)
}

/** How many paths there are, or why there is none. */
function outcomeOf(leaf: CertificateOrder, middle = MIDDLE, beside: readonly CertificateOrder[] = []): number | string {
  const validity = { start: new Date("2025-01-01T00:00:00Z"), end: null }
  // Made once, since a signature is another one each time.
  const [above, root] = [read(middle), read(ROOT)]
  const brought = beside.map((order) => (order === middle ? above : read(order)))
  const certificateAuthorities = [{ chain: [above, root], validity }]
  const trustRoot = { certificateAuthorities, timestampAuthorities: [], certificateLogs: [], transparencyLogs: [] }
  try {
    return pathsOf(read(leaf), brought, trustRoot).length
  } catch (error) {
    if (error instanceof RefusalError && error.fault === "certificate") return error.message
    throw error
  }
}

test("a certificate leads to its authority, by itself or with those between", () => {
  expect(outcomeOf(LEAF)).toBe(1)
  expect(outcomeOf(LEAF, MIDDLE, [MIDDLE])).toBe(1)
})

describe("refused is a certificate", () => {
  test("that was issued when its authority's had ended, or not begun", () => {
    const late = { notBefore: "20300101000000Z", notAfter: "20300101001000Z" }
    expect(outcomeOf({ ...LEAF, ...late })).toMatch("issued outside")
    expect(outcomeOf(LEAF, { ...MIDDLE, notBefore: "20260101000001Z" })).toMatch("issued outside")
    expect(outcomeOf(LEAF, { ...MIDDLE, notBefore: MINUTES.notBefore, notAfter: MINUTES.notBefore })).toBe(1)
  })

  test("with a critical extension that is not known, while others may be ignored", () => {
    const [critical, other] = [true, false].map((isCritical) => extension(UNKNOWN, isCritical, Buffer.of(5, 0)))
    expect(outcomeOf({ ...LEAF, extensions: [...SIGNER, critical ?? Buffer.of()] })).toMatch("critical extension")
    expect(outcomeOf({ ...LEAF, extensions: [...SIGNER, other ?? Buffer.of()] })).toBe(1)
  })

  test("beside which stands a stranger's, a root's, or itself once more", () => {
    expect(outcomeOf(LEAF, MIDDLE, [STRANGER])).toMatch("does not stand above")
    expect(outcomeOf(LEAF, MIDDLE, [MIDDLE, LEAF])).toMatch("does not stand above")
    expect(outcomeOf(LEAF, MIDDLE, [MIDDLE, ROOT])).toMatch("root certificate")
  })

  test("that an authority's certificate is not allowed to issue, or that may issue itself", () => {
    expect(outcomeOf(LEAF, { ...MIDDLE, extensions: SIGNER })).toMatch("leads to no authority")
    expect(outcomeOf({ ...LEAF, issuerKey: keys.stranger })).toMatch("leads to no authority")
    expect(outcomeOf({ ...LEAF, extensions: AUTHORITY })).toMatch("may not sign code")
  })
})
