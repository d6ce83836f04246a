// The page of the test extension: hands tests the release worker and the listing of the package.

import { listPackage } from "../../../src/release/package-listing.ts"
import { ReleaseWorker } from "../../../src/release/release-worker.ts"
import type { Knowledge } from "../../../src/release/verify-package.ts"
import { ReleaseError } from "../../../src/release/errors.ts"

const startWorker = () => new Worker("release.worker.js", { type: "module" })
const worker = new ReleaseWorker(startWorker, new AbortController().signal)

const bytes = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))

/** Bytes as base64, as they cross from the test. */
export interface CaseMessage {
  readonly bundle: string
  readonly trustRoot: string
  readonly artifact: string
  readonly signer: { readonly kind: "key"; readonly publicKey: string } | IdentityMessage
}

interface IdentityMessage {
  readonly kind: "identity"
  readonly issuer: string
  readonly subject: string
}

async function runCase({ bundle, trustRoot, artifact, signer }: CaseMessage) {
  const start = performance.now()
  const verdict = await worker.runCase({
    bundle: bytes(bundle),
    trustRoot: bytes(trustRoot),
    artifact: bytes(artifact),
    signer: signer.kind === "key" ? { kind: "key", publicKey: bytes(signer.publicKey) } : signer,
  })
  return { ...verdict, ms: performance.now() - start }
}

const NOTHING: Knowledge = { memories: {}, revocations: [], attestations: [] }

async function verifyPackage() {
  const start = performance.now()
  const listed = await new Promise<readonly string[]>((resolve, reject) => {
    chrome.runtime.getPackageDirectoryEntry((entry) => {
      listPackage(entry as unknown as Parameters<typeof listPackage>[0]).then(resolve, reject)
    })
  })
  const order = { root: chrome.runtime.getURL(""), listed, known: NOTHING, now: new Date() }
  try {
    const { state } = await worker.verifyPackage(order)
    return { state, fault: null, detail: "", ms: performance.now() - start }
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error
    return { state: null, fault: error.fault, detail: error.message, ms: performance.now() - start }
  }
}

const handle = { runCase, verifyPackage }

declare global {
  interface Window {
    readonly releaseTest: typeof handle
  }
}

Object.assign(window, { releaseTest: handle })
