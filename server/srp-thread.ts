// The thread of the service's half of SRP. A challenge and a proof compute for milliseconds each, and anybody may ask for
// thousands of them, in which no commit could be ordered.

import { parentPort } from "node:worker_threads"
// Siblings do not import each other, but both sides of SRP are one file so that they cannot drift apart.
import { challengeClient, PasswordError, type ServiceProof } from "../src/password/srp.ts"
import type { SrpAnswer, SrpCommand } from "./srp-gate.ts"

/** Challenges that nobody came back to; the oldest go first. */
const MAX_OPEN = 4096

async function execute(command: SrpCommand, proofs: Map<number, ServiceProof>): Promise<Uint8Array | null> {
  if (command.kind === "challenge") {
    const { meeting, salt, verifier, number } = command
    const proof = await challengeClient(meeting, salt, verifier)
    proofs.set(number, proof)
    const [oldest] = proofs.keys()
    if (proofs.size > MAX_OPEN && oldest !== undefined) proofs.delete(oldest)
    return proof.B
  }
  const proof = proofs.get(command.challenge)
  proofs.delete(command.challenge) // good for one try
  if (!proof || command.kind === "drop") return null
  return proof.verify(command.A, command.M1).catch((error: unknown) => {
    if (error instanceof PasswordError) return null
    throw error
  })
}

const proofs = new Map<number, ServiceProof>()
parentPort?.on("message", (command: SrpCommand) => void answer(command))

async function answer(command: SrpCommand): Promise<void> {
  const bytes = await execute(command, proofs)
  parentPort?.postMessage({ number: command.number, bytes } satisfies SrpAnswer)
}
