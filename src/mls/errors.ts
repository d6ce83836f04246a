// The two ways this folder refuses: a commit, tree or group info against the policy, or a call that does not fit the
// session's state.

/** Why bytes that claim to belong to the group are refused; one word for each rule of docs/protocol.md. */
export type PolicyFault =
  // framing
  | "malformed"
  | "wire-format"
  | "content-type"
  | "sender-type"
  | "wrong-suite"
  | "wrong-group"
  | "wrong-epoch"
  | "unknown-sender"
  | "bad-signature"
  | "proposal-by-reference"
  | "proposal-not-allowed"
  | "authenticated-data"
  // join
  | "external-init"
  | "psk-count"
  | "psk-type"
  | "psk-id"
  | "psk-nonce"
  | "not-replaced"
  | "removes-another"
  | "ticket-missing"
  | "ticket-generation"
  | "ticket-forged"
  | "group-full"
  // leaf and path
  | "path-missing"
  | "path-not-allowed"
  | "path-shape"
  | "parent-hash"
  | "leaf-signature"
  | "leaf-key-reused"
  | "encryption-key-reused"
  | "encryption-key-size"
  | "capabilities"
  | "leaf-extensions"
  | "leaf-source"
  | "leaf-changed"
  | "credential-malformed"
  | "credential-forged"
  | "certificate-forged"
  // remove
  | "reasons-mismatch"
  | "removes-nobody"
  | "removes-itself"
  | "left-forged"
  | "gone-forged"
  | "order-not-host"
  | "removes-host"
  // context
  | "not-a-host"
  | "context-extensions"
  | "context-malformed"
  | "context-unsigned"
  | "context-forged"
  | "co-host-forged"
  | "generation-lower"
  | "generation-jump"
  | "host-key-needed"
  | "fixed-key-changed"
  | "rotation"
  // successor group
  | "succession-malformed"
  | "succession-changed"
  | "succession-founder"
  | "refused-author"
  | "unexpected-succession"
  // tree and group info
  | "tree-structure"
  | "tree-invalid"
  | "identity-repeated"
  | "group-info-extensions"
  | "group-info-signature"
  | "group-info-differs"
  | "unexpected-meeting"
  | "unexpected-psk"
  | "unexpected-record"
  | "unexpected-host"
  | "unexpected-service"
  | "unexpected-settings"

/** `author`: identity key of whoever made the refused commit, where its signatures prove that. */
interface RefusalOptions extends ErrorOptions {
  readonly author?: Uint8Array | null
}

/** A commit, tree or group info that the policy refuses. */
export class PolicyError extends Error {
  override readonly name = "PolicyError"
  readonly fault: PolicyFault
  readonly author: Uint8Array | null

  constructor(fault: PolicyFault, message: string, options?: RefusalOptions) {
    super(message, options)
    this.fault = fault
    this.author = options?.author ?? null
  }
}

/** Why a session cannot do what it was asked. */
export type MlsFault =
  | "not-joined"
  | "closed"
  | "removed"
  | "not-final"
  | "already-pending"
  | "nothing-pending"
  | "nothing-to-restore"
  | "wrong-epoch"
  | "not-a-host"
  | "not-a-member"
  | "unknown-link"
  | "name-size"
  | "unreadable-commit"
  | "worker-failed"

/** A call that does not fit the session's state, or a commit that passed the policy and cannot be followed. */
export class MlsError extends Error {
  override readonly name = "MlsError"
  readonly fault: MlsFault
  readonly author: Uint8Array | null

  constructor(fault: MlsFault, message: string, options?: RefusalOptions) {
    super(message, options)
    this.fault = fault
    this.author = options?.author ?? null
  }
}
