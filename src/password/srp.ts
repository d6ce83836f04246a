// SRP-6a (RFC 2945, RFC 5054) with the 2048-bit group, SHA-512 and the meeting's id as user name. Only importer of
// tssrp6a; both sides are here, so that they cannot drift apart.
//
//   x  = H(salt ‖ H(id ‖ ":" ‖ password))         v  = g^x
//   k  = H(PAD(N) ‖ PAD(g))                       u  = H(PAD(A) ‖ PAD(B))            K = H(PAD(S))
//   M1 = H(H(PAD(N)) xor H(PAD(g)) ‖ H(id) ‖ salt ‖ PAD(A) ‖ PAD(B) ‖ K)             M2 = H(PAD(A) ‖ M1 ‖ K)
//
// The library's own M1 leaves out group, name and salt, and hashes numbers without leading zeros; here everything that
// enters a hash has one width, and M1 is that of RFC 2945 §3.

// oxlint-disable-next-line import/no-unassigned-import -- it must run before the library, and has nothing to give
import "./worker-window.ts"
import { SRPClientSession, type SRPClientSessionStep2, SRPParameters, SRPRoutines, SRPServerSession } from "tssrp6a"
import { bigEndian, concat, fromBigEndian, randomBytes, unshared, utf8 } from "../bytes/bytes.ts"
import { PasswordError } from "./errors.ts"

export { PasswordError } from "./errors.ts"

export const SRP_SALT_BYTES = 16
export const SRP_NUMBER_BYTES = 256
const SRP_PROOF_BYTES = 64
/** RFC 5054 §2.5.3 and §2.5.4; the library draws as many bits as the group has, which takes both sides thrice the time. */
const SRP_PRIVATE_BYTES = 32

const parameters = new SRPParameters()
const { N, g } = parameters.primeGroup

class FixedWidthRoutines extends SRPRoutines {
  override generatePrivateValue(): bigint {
    return fromBigEndian(randomBytes(SRP_PRIVATE_BYTES))
  }

  override async computeIdentityHash(meeting: string, password: string): Promise<ArrayBuffer> {
    return hash(utf8(`${meeting}:${password}`))
  }

  override async computeX(meeting: string, salt: bigint, password: string): Promise<bigint> {
    return this.computeXStep2(salt, await this.computeIdentityHash(meeting, password))
  }

  override async computeXStep2(salt: bigint, identityHash: ArrayBuffer): Promise<bigint> {
    return toNumber(await hash(bigEndian(salt, SRP_SALT_BYTES), new Uint8Array(identityHash)))
  }

  override async computeU(A: bigint, B: bigint): Promise<bigint> {
    const u = toNumber(await hash(pad(A), pad(B)))
    if (u === 0n) throw new PasswordError("invalid-public-value", '"u" must not be 0') // RFC 5054 §2.6
    return u
  }

  override async computeClientEvidence(meeting: string, salt: bigint, A: bigint, B: bigint, S: bigint) {
    const [hashN, hashG, hashId, K] = await Promise.all([hash(pad(N)), hash(pad(g)), hash(utf8(meeting)), hash(pad(S))])
    const group = bigEndian(toNumber(hashN) ^ toNumber(hashG), SRP_PROOF_BYTES)
    const name = new Uint8Array(hashId)
    return toNumber(await hash(group, name, bigEndian(salt, SRP_SALT_BYTES), pad(A), pad(B), new Uint8Array(K)))
  }

  override async computeServerEvidence(A: bigint, M1: bigint, S: bigint): Promise<bigint> {
    return toNumber(await hash(pad(A), bigEndian(M1, SRP_PROOF_BYTES), new Uint8Array(await hash(pad(S)))))
  }
}

const routines = new FixedWidthRoutines(parameters)

/** The verifier v (256 bytes) that the service keeps for a meeting; `salt` is 16 bytes. */
export async function createVerifier(
  meeting: string,
  srpPassword: string,
  salt: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  const x = await routines.computeX(meeting, fromBigEndian(salt), srpPassword)
  return bigEndian(routines.computeVerifier(x), SRP_NUMBER_BYTES)
}

/** The client's proof under way. */
export interface ClientProof {
  /** 256 bytes. */
  readonly A: Uint8Array<ArrayBuffer>
  /** 64 bytes. */
  readonly M1: Uint8Array<ArrayBuffer>
  /** Throws PasswordError `not-proven` unless the service knows the verifier. */
  verify(M2: Uint8Array): Promise<void>
}

/** Answers a challenge {salt (16), B (256)}; throws PasswordError `invalid-public-value`. */
export async function proveToService(
  meeting: string,
  srpPassword: string,
  challenge: { readonly salt: Uint8Array; readonly B: Uint8Array },
): Promise<ClientProof> {
  const salt = fromBigEndian(challenge.salt)
  const B = publicValue(challenge.B)
  // The library refuses a salt of 0 as missing; one in 2^128 salts.
  const first = await new SRPClientSession(routines).step1(meeting, srpPassword)
  const second = await first.step2(salt, B)
  return {
    A: bigEndian(second.A, SRP_NUMBER_BYTES),
    M1: bigEndian(second.M1, SRP_PROOF_BYTES),
    verify: async (M2) => verifyService(second, M2),
  }
}

/** The service's side of one proof; it is good for one try. */
export interface ServiceProof {
  /** 256 bytes. */
  readonly B: Uint8Array<ArrayBuffer>
  /** M2 (64 bytes); throws PasswordError `not-proven` or `invalid-public-value`. */
  verify(A: Uint8Array, M1: Uint8Array): Promise<Uint8Array<ArrayBuffer>>
}

/** Opens a proof for a meeting's salt (16) and verifier (256). */
export async function challengeClient(meeting: string, salt: Uint8Array, verifier: Uint8Array): Promise<ServiceProof> {
  const first = await new SRPServerSession(routines).step1(meeting, fromBigEndian(salt), fromBigEndian(verifier) % N)
  return {
    B: bigEndian(first.B, SRP_NUMBER_BYTES),
    verify: async (A, M1) => {
      const value = publicValue(A)
      try {
        return bigEndian(await first.step2(value, fromBigEndian(M1)), SRP_PROOF_BYTES)
      } catch (error) {
        throw new PasswordError("not-proven", "the client's evidence is wrong", { cause: error })
      }
    },
  }
}

async function verifyService(session: SRPClientSessionStep2, M2: Uint8Array): Promise<void> {
  try {
    await session.step3(fromBigEndian(M2))
  } catch (error) {
    throw new PasswordError("not-proven", "the service's evidence is wrong", { cause: error })
  }
}

// RFC 5054 §2.5.3 and §2.5.4; tssrp6a checks A only.
function publicValue(bytes: Uint8Array): bigint {
  const value = fromBigEndian(bytes)
  if (value % N === 0n) throw new PasswordError("invalid-public-value", "a public value must not be 0 modulo N")
  return value
}

function pad(value: bigint): Uint8Array<ArrayBuffer> {
  return bigEndian(value, SRP_NUMBER_BYTES)
}

async function hash(...parts: readonly Uint8Array[]): Promise<ArrayBuffer> {
  return crypto.subtle.digest("SHA-512", unshared(concat(...parts)))
}

function toNumber(digest: ArrayBuffer): bigint {
  return fromBigEndian(new Uint8Array(digest))
}
