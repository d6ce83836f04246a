// Signatures by WebCrypto, for a library that must have its answers at once. ECDSA in JavaScript would give them, slowly;
// WebCrypto is fast, and answers later. So a verification is run as a replay.
//
// In a pass, a question that was not answered yet is noted, and taken for "yes", so that one pass asks for as much as it
// can. A pass that noted anything has decided nothing: what it returned or threw, whatever that is, is dropped. WebCrypto
// answers what was noted, and the run begins anew. Only a pass in which each answer was WebCrypto's own counts, and that
// is the pass which a library that waits would have made. Why nothing that was taken for an answer can pass for one:
//
// - no outcome of an earlier pass leaves `withSignatures`, and a run keeps nothing of its own;
// - a question is known by all its bytes, so no answer stands for another question;
// - outside a pass nobody answers: `isVerified` throws, which the library takes for "no".
//
// It ends, since each pass but the last learns an answer, and of given bytes only so much can be asked. Asked again in
// its pass, what was noted is taken for "no", or certificates that name each other would be followed round and round.

import { isEqual } from "../../bytes/bytes.ts"

/** Parameters of WebCrypto, for the import of a key and for its use. */
export type SignatureAlgorithm =
  | { readonly name: "ECDSA"; readonly namedCurve: string; readonly hash: string }
  | { readonly name: "RSASSA-PKCS1-v1_5"; readonly hash: string }
  | { readonly name: "Ed25519" }

/** Is this signature the key's over this data? */
export interface SignatureQuestion {
  readonly algorithm: SignatureAlgorithm
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array
  readonly data: Uint8Array
  /** Of ECDSA: r ‖ s (IEEE P1363). */
  readonly signature: Uint8Array
}

type NotedQuestion = ReturnType<typeof copyOf>

interface Answered {
  readonly question: NotedQuestion
  readonly isVerified: boolean
}

interface Pass {
  readonly answered: readonly Answered[]
  readonly noted: NotedQuestion[]
}

/** Shorter keys of RSA prove nothing nowadays. */
const MIN_MODULUS_BITS = 2048

/** The library has no way to hand it through. Set while a pass runs, which is synchronous: no two ever share it. */
let current: Pass | null = null

/**
 * Runs `run`, which may ask `isVerified`, until it has all answers, and settles as its last pass does. `run` must come to
 * the same by the same answers and keep nothing; where it asks nothing, one pass is all.
 */
export async function withSignatures<T>(run: () => T): Promise<T> {
  const answered: Answered[] = []
  for (;;) {
    const noted: NotedQuestion[] = []
    const settle = runPass(run, { answered, noted })
    if (noted.length === 0) return settle()
    // oxlint-disable-next-line no-await-in-loop -- what a pass asks depends on the answers to the one before
    answered.push(...(await Promise.all(noted.map(answer))))
  }
}

/** The answer, or, in a pass that will be dropped, a guess; throws outside `withSignatures`. */
export function isVerified(question: SignatureQuestion): boolean {
  if (!current) throw new Error("signatures are verified within withSignatures alone")
  const known = current.answered.find((one) => isSame(one.question, question))
  if (known) return known.isVerified
  if (current.noted.some((one) => isSame(one, question))) return false
  current.noted.push(copyOf(question))
  return true
}

// What it gives back returns or throws as `run` did.
function runPass<T>(run: () => T, pass: Pass): () => T {
  const outer = current
  current = pass
  try {
    const result = run()
    return () => result
  } catch (error) {
    return () => {
      throw error
    }
  } finally {
    current = outer
  }
}

async function answer(question: NotedQuestion): Promise<Answered> {
  const { algorithm, spki, data, signature } = question
  // A key that cannot be imported, such as a point off its curve, has signed nothing.
  const key = await crypto.subtle.importKey("spki", spki, algorithm, false, ["verify"]).catch(() => null)
  if (!key || isShort(key)) return { question, isVerified: false }
  return { question, isVerified: await crypto.subtle.verify(algorithm, key, signature, data) }
}

function isShort({ algorithm }: CryptoKey): boolean {
  return "modulusLength" in algorithm && Number(algorithm.modulusLength) < MIN_MODULUS_BITS
}

// The curve is in the key.
function isSame(a: SignatureQuestion, b: SignatureQuestion): boolean {
  return (
    a.algorithm.name === b.algorithm.name &&
    hashOf(a.algorithm) === hashOf(b.algorithm) &&
    isEqual(a.signature, b.signature) &&
    isEqual(a.spki, b.spki) &&
    isEqual(a.data, b.data)
  )
}

function hashOf(algorithm: SignatureAlgorithm): string | null {
  return "hash" in algorithm ? algorithm.hash : null
}

// The library may use its buffers again before WebCrypto has read them.
function copyOf({ algorithm, spki, data, signature }: SignatureQuestion) {
  return { algorithm, spki: new Uint8Array(spki), data: new Uint8Array(data), signature: new Uint8Array(signature) }
}
