// For the build: gives the parts of Sigstore's library that ask for `crypto` the one beside this file. Nothing else of
// the package may ask for it, and everything else that Node has is not there at all.

import { fileURLToPath } from "node:url"

const CRYPTO = fileURLToPath(new URL("crypto.ts", import.meta.url))

/** A plugin for Vite (and Rollup). */
export function nodeShims() {
  return {
    name: "wardroom:node-shims",
    enforce: "pre",
    resolveId(specifier: string, importer: string | undefined): string | null {
      const isOurs = importer?.includes("/node_modules/@sigstore/core/") === true
      return isOurs && (specifier === "crypto" || specifier === "node:crypto") ? CRYPTO : null
    },
  } as const
}
