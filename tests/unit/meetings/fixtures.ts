import "fake-indexeddb/auto"
import { randomBytes, toHex } from "../../../src/bytes/bytes.ts"
import { prepareMeeting } from "../../../src/password/link-session.ts"
import { PasswordWorker } from "../../../src/password/password-worker.ts"
import type { StoredMeeting } from "../../../src/meetings/stored-meeting.ts"
import { Vault } from "../../../src/vault/vault.ts"

export const LINK = "https://meet.example/join/id-0123456789#pwd-0123456789abcdefghijkl"
export const OTHER_LINK = "https://meet.example/join/id-ABCDEFGHIJ#pwd-0123456789abcdefghijkl"

export function stored(more: Partial<StoredMeeting> = {}): StoredMeeting {
  return {
    link: LINK,
    name: "Design review",
    hostKey: new Uint8Array(32).fill(7),
    kind: "named",
    schedule: null,
    createdAt: 1000,
    linkedAt: 1000,
    usedAt: null,
    nextLink: null,
    ...more,
  }
}

export function openVault(): Promise<Vault> {
  return Vault.open({ name: toHex(randomBytes(8)) })
}

/** Answers what moving a meeting asks of the password worker, with a key that costs nothing. */
class CheapPasswords extends PasswordWorker {
  override async fileKey({ passphrase, salt }: { readonly passphrase: string; readonly salt: Uint8Array }) {
    return cheapKey(passphrase, salt)
  }

  override prepareMeeting(...options: Parameters<typeof prepareMeeting>) {
    return prepareMeeting(...options)
  }
}

export function startPasswords(abortSignal: AbortSignal): PasswordWorker {
  return new CheapPasswords({ postMessage: () => undefined, addEventListener: () => undefined }, abortSignal)
}

export async function cheapKey(passphrase: string, salt: Uint8Array): Promise<CryptoKey> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${passphrase} ${toHex(salt)}`))
  return crypto.subtle.importKey("raw", digest, "AES-GCM", false, ["encrypt", "decrypt"])
}

export const failsWith = (fault: string) => ({ name: "MeetingsError", fault })
