// Code that takes the place of what checks, and lies.

import type { Files } from "./lab.ts"

export interface Liar {
  readonly name: string
  readonly path: string
  readonly script: string
}

/** Says of every package what the true worker says of a published one. */
const WORKER = `onmessage = ({ data }) => postMessage({ id: data.id, gives: { paths: null, status: {
  state: "verified", mayMeet: true, checkedAt: Date.now(), facts: {
    version: "1.2.3", sequence: 1, commit: "${"0".repeat(40)}", digest: "${"0".repeat(64)}",
    log: { log: "rekor.sigstore.dev", logIndex: 1n, treeSize: 2n }, signedAt: new Date(), trustRootDate: "2026-11-05",
    rebuilds: { by: [], needed: 1, known: 0 }, warnings: [], revocations: { count: 0, expires: new Date() },
  },
} } })`

const PAGE = `document.body.innerHTML = '<h2 data-testid="release-state">Verified release</h2>' +
  '<pre data-testid="detail">state: verified</pre>'`

/** Those for which the package has a place. */
export function liars(whole: Files): readonly Liar[] {
  return [
    { name: "a verifier that always agrees", place: /^assets\/release\.worker-[^/]+\.js$/, script: WORKER },
    { name: "a page that asks nobody", place: /^chunks\/about-[^/]+\.js$/, script: PAGE },
  ].flatMap(({ name, place, script }) => {
    const path = Array.from(whole.keys()).find((one) => place.test(one))
    return path === undefined ? [] : [{ name, path, script }]
  })
}
