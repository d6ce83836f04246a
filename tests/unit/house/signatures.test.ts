import { describe, expect, test } from "vitest"
import { readSources, type Source } from "./source.ts"

/** What is signed by any key of ours is made and checked here. */
const STATEMENTS = "src/bytes/statement.ts"
/** RFC 9420's own signatures by leaf keys; it signs by `signWith`. */
const MLS_SUITE = "src/mls/suite.ts"
/** Sigstore's, under a release: of others, in forms of their own. */
const RELEASE_SIGNATURES = "src/release/node/signatures.ts"

interface Rule {
  readonly name: string
  readonly pattern: RegExp
  readonly allowed: readonly string[]
}

const RULES: readonly Rule[] = [
  {
    name: "verifies by WebCrypto",
    pattern: /\bsubtle\s*\.\s*verify\b/,
    allowed: [STATEMENTS, MLS_SUITE, RELEASE_SIGNATURES],
  },
  { name: "signs by WebCrypto", pattern: /\bsubtle\s*\.\s*sign\b/, allowed: [STATEMENTS] },
  { name: "calls a key's `sign` itself", pattern: /(?:\.|\b)(?:sign|hostSign)\(/, allowed: [STATEMENTS, MLS_SUITE] },
  { name: "makes a statement's prefix", pattern: /["'`]Wardroom 1 (?!base key fingerprint)/, allowed: [STATEMENTS] },
  { name: "encodes a statement to sign it elsewhere", pattern: /\bencodeStatement\b/, allowed: [STATEMENTS] },
  { name: "signs at once with what signs anything", pattern: /\bsignWith\([^()]*\)\(/, allowed: [MLS_SUITE] },
]

function breaches({ path, text }: Source): readonly string[] {
  const code = text.replaceAll(/^\s*(?:\/\/|\*|\/\*\*).*$/gm, "")
  return RULES.filter(({ pattern, allowed }) => pattern.test(code) && !allowed.some((at) => path.startsWith(at))).map(
    ({ name }) => `${path} ${name}`,
  )
}

describe("signatures", () => {
  test("are made and checked over typed statements alone", async () => {
    const sources = await readSources("src", "entrypoints", "server")
    expect(sources.flatMap((source) => breaches(source))).toEqual([])
  })

  test("are found where they have no place", () => {
    const found = [
      'await crypto.subtle.sign("Ed25519", key, nonce)',
      'await crypto.subtle.verify("Ed25519", key, signature, digest)',
      "const signature = await identity.sign(nonce)",
      'utf8("Wardroom 1 session\\0")',
      'encodeStatement("ask", fields)',
      "await signWith(privateKey)(nonce)",
    ].map((text) => breaches({ path: "src/links/link.ts", text, imports: [] }))
    expect(found.filter(({ length }) => length === 0)).toEqual([])
  })

  test("are let be where they belong, and in comments", () => {
    const text = 'crypto.subtle.sign("Ed25519", key, encodeStatement("ask", fields))'
    expect(breaches({ path: STATEMENTS, text, imports: [] })).toEqual([])
    expect(breaches({ path: "src/links/link.ts", text: `// ${text}`, imports: [] })).toEqual([])
  })
})
