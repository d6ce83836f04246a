// One person's membership in one group: a serial queue around the state of the epoch.
//
//   joining ──finalize──► installed ──own commit──► committing ──finalize──► installed (next epoch)
//                            │  ▲                        └──discard──► installed
//                            │  └──── restore ────┐
//                            └──receive──► provisional ──finalize──► installed (next epoch), or removed
//
// The service's word decides: a commit is provisional until it says final, and may be restored until then.

import { type ClientState, createGroup } from "ts-mls/clientState.js"
import { randomBytes } from "../bytes/bytes.ts"
import { signStatement } from "../bytes/statement.ts"
import { CLIENT_CONFIG, erase, settle } from "./client-state.ts"
import type { BuiltCommit } from "./commit-builder.ts"
import type { Identity } from "./credential.ts"
import { type EpochState, exportSecret } from "./epoch-state.ts"
import { MlsError } from "./errors.ts"
import { buildJoin } from "./external-join.ts"
import { groupInfoOf, install, type Installed, type Own, presentCommit } from "./installed.ts"
import { createOwnLeaf, type OwnLeaf } from "./leaf-key.ts"
import { contextExtension, firstContext, verifyExpectation } from "./meeting-context.ts"
import { buildContext, buildHeal, buildRemove, type Member, reasonsOf } from "./member-commit.ts"
import { ownCertificate, ownLeaf } from "./own-leaf.ts"
import { judgeCommit } from "./policy.ts"
import { readGroupInfo } from "./public-group.ts"
import { followCommit } from "./received-commit.ts"
import { SerialQueue } from "./serial-queue.ts"
import {
  type ContextChange,
  type ContextSigning,
  type PendingCommit,
  type Received,
  type Removal,
  reportOf,
  type SessionOptions,
} from "./session-options.ts"
import { createSuite } from "./suite.ts"
import { createTicket } from "./ticket.ts"

type Phase =
  | { readonly kind: "joining"; readonly next: ClientState }
  | { readonly kind: "installed"; readonly current: Installed }
  | { readonly kind: "committing"; readonly current: Installed; readonly next: ClientState }
  | { readonly kind: "provisional"; readonly current: Installed; readonly previous: Installed }
  | { readonly kind: "removing"; readonly previous: Installed; readonly epoch: bigint }
  | { readonly kind: "ended"; readonly fault: "closed" | "removed" }

export class GroupSession {
  readonly #identity: Identity
  readonly #psk: Uint8Array
  readonly #own: Own
  readonly #queue = new SerialQueue()
  #phase: Phase

  private constructor(options: SessionOptions, own: OwnLeaf, phase: Phase) {
    this.#identity = options.identity
    this.#psk = options.psk.slice()
    this.#own = { suite: own.suite, signingKey: own.signingKey, nameKey: options.nameKey }
    this.#phase = phase
  }

  /** Founds the group of a meeting, at epoch 0 with its founder alone. */
  static async found(options: SessionOptions): Promise<{ session: GroupSession; groupInfo: Uint8Array }> {
    const groupId = randomBytes(32)
    const extensions = [contextExtension(firstContext(options.expectation))]
    const own = await createLeafIn(groupId, options)
    const { publicPackage, privatePackage, suite, signingKey } = own
    const made = await createGroup(groupId, publicPackage, privatePackage, extensions, suite, CLIENT_CONFIG)
    const state = settle(made)
    const current = await install(state, { suite, signingKey, nameKey: options.nameKey }, null)
    const session = new GroupSession(options, own, { kind: "installed", current })
    return { session, groupInfo: await groupInfoOf(state, suite) }
  }

  /**
   * Prepares the join into the group of a group info; the session is a member once `finalize` says so.
   *
   * Every attempt has a leaf key of its own. Throws PolicyError when group info, tree or context are not what the
   * record says, or when the group would refuse the join (`ticket-missing`, `group-full`).
   */
  static async join(
    groupInfo: Uint8Array,
    options: SessionOptions & { readonly ticket: Uint8Array | null },
  ): Promise<PendingCommit & { session: GroupSession }> {
    const group = await readGroupInfo(groupInfo, await createSuite(options.suite))
    verifyExpectation(group.context, options.expectation)
    const own = await createLeafIn(group.groupId, options)
    const { psk, ticket } = options
    const identityKey = options.identity.publicKey
    const built = await buildJoin({ group, groupInfo, own, identityKey, psk, ticket })
    const pending = await presentCommit(group, built, own)
    return { ...pending, session: new GroupSession(options, own, { kind: "joining", next: built.state }) }
  }

  /** The epoch in use: the provisional one after `receive`, the old one while an own commit is pending. */
  get epochState(): EpochState {
    return this.#current.described
  }

  /** Removes members; throws MlsError `not-a-member` for a leaf key that is not in the tree. */
  removeMembers(removals: readonly Removal[]): Promise<PendingCommit> {
    return this.#commit((member) => buildRemove(member, reasonsOf(member.group, removals)))
  }

  /** Renews the own path. */
  heal(): Promise<PendingCommit> {
    return this.#commit(buildHeal)
  }

  /**
   * Changes the meeting context as a host; co-hosts and link need the host key's signature, `hostSign`.
   *
   * Generation becomes 1 if it was 0, else it stays unless the change raises it. `rotation` is the next link, sealed.
   */
  changeContext(change: ContextChange, options: ContextSigning): Promise<PendingCommit> {
    return this.#commit((member) => buildContext(member, this.#identity, change, options))
  }

  /** The pending commit came through, or the provisional epoch stays: enters it and erases the one before. */
  finalize(epoch: bigint): Promise<EpochState | null> {
    return this.#queue.run(async () => {
      const phase = this.#phase
      switch (phase.kind) {
        case "joining":
          requireEpoch(epoch, phase.next.groupContext.epoch)
          return this.#enter(await install(phase.next, this.#own, null), null)
        case "committing":
          requireEpoch(epoch, phase.next.groupContext.epoch)
          return this.#enter(await install(phase.next, this.#own, phase.current), phase.current)
        case "provisional":
          requireEpoch(epoch, phase.current.group.epoch)
          return this.#enter(phase.current, phase.previous)
        case "removing":
          requireEpoch(epoch, phase.epoch)
          this.#end("removed")
          return null
        case "installed":
          throw new MlsError("nothing-pending", "no commit waits for its outcome")
        case "ended":
          throw ended(phase.fault)
      }
    })
  }

  /** Gives up the own pending commit; the session stays in its epoch, or ends if it was a join. */
  discard(): Promise<void> {
    return this.#queue.run(async () => this.#discard())
  }

  /**
   * Judges and follows somebody's commit; the epoch before is kept until `finalize`.
   *
   * An own pending commit for the same epoch is given up: the service took the other one. Throws PolicyError for a
   * commit that no client may accept, MlsError `unreadable-commit` for one that cannot be followed; the session then
   * stays where it was.
   */
  receive(commit: Uint8Array): Promise<Received> {
    return this.#queue.run(async () => {
      const current = this.#settled()
      const judged = await judgeCommit(current.group, commit)
      const pskIndex = { findPsk: () => this.#psk }
      const next = await followCommit(current.state, judged, pskIndex, this.#own.suite)
      if (this.#phase.kind === "committing") this.#discard()
      const report = reportOf(judged)
      if (next.groupActiveState.kind === "removedFromGroup") {
        this.#phase = { kind: "removing", previous: current, epoch: judged.epoch }
        return { kind: "removed", report, epoch: judged.epoch }
      }
      const installed = await install(next, this.#own, current)
      this.#phase = { kind: "provisional", current: installed, previous: current }
      return { kind: "epoch", report, state: installed.described }
    })
  }

  /** The provisional commit was taken back: returns to the epoch before it and erases the other. */
  restore(): Promise<EpochState> {
    return this.#queue.run(async () => {
      const phase = this.#phase
      if (phase.kind !== "provisional" && phase.kind !== "removing") {
        throw new MlsError("nothing-to-restore", "no epoch is provisional")
      }
      if (phase.kind === "provisional") erase(phase.current.state, phase.previous.state)
      this.#phase = { kind: "installed", current: phase.previous }
      return phase.previous.described
    })
  }

  /** The group info of the epoch in use. */
  exportGroupInfo(): Promise<Uint8Array> {
    return this.#queue.run(() => groupInfoOf(this.#current.state, this.#own.suite))
  }

  /** MLS-Exporter of the epoch in use. */
  exportSecret(label: string, context: Uint8Array, length: number): Promise<Uint8Array> {
    return this.#queue.run(() => exportSecret(this.#current.state, { label, context, length }, this.#own.suite))
  }

  /** A ticket for somebody whom this host lets in; throws MlsError `not-a-host`. */
  issueTicket(identityKey: Uint8Array): Promise<Uint8Array> {
    return this.#queue.run(async () => {
      const { group, state } = this.#current
      const certificate = ownCertificate({ group, state })
      const statement = { groupId: group.groupId, generation: group.context.generation, identityKey }
      return createTicket(statement, { identityKey: this.#identity.publicKey, certificate, sign: this.#identity.sign })
    })
  }

  /** The own word that this leaf leaves, for the service and whoever commits the removal. */
  signLeave(): Promise<{ leafKey: Uint8Array; signature: Uint8Array }> {
    return this.#queue.run(async () => {
      const { group, state } = this.#current
      const { leafKey } = ownLeaf({ group, state })
      const signature = await signStatement(this.#identity.sign, "leave", { groupId: group.groupId, leafKey })
      return { leafKey, signature }
    })
  }

  /** Erases all secrets; every later call throws MlsError `closed`. */
  close(): Promise<void> {
    return this.#queue.run(async () => this.#end("closed"))
  }

  get #current(): Installed {
    const phase = this.#phase
    switch (phase.kind) {
      case "joining":
        throw new MlsError("not-joined", "the join is not final yet")
      case "removing":
        throw new MlsError("removed", "this leaf was removed")
      case "ended":
        throw ended(phase.fault)
      case "installed":
      case "committing":
      case "provisional":
        return phase.current
    }
  }

  /** The epoch in use, if it is final. */
  #settled(): Installed {
    const current = this.#current
    if (this.#phase.kind === "provisional") throw new MlsError("not-final", "the epoch is provisional")
    return current
  }

  #commit(build: (member: Member) => Promise<BuiltCommit>): Promise<PendingCommit> {
    return this.#queue.run(async () => {
      const current = this.#settled()
      if (this.#phase.kind === "committing") throw new MlsError("already-pending", "a commit waits for its outcome")
      const { group, state } = current
      const built = await build({ group, state, suite: this.#own.suite })
      const pending = await presentCommit(group, built, this.#own)
      this.#phase = { kind: "committing", current, next: built.state }
      return pending
    })
  }

  #enter(current: Installed, before: Installed | null): EpochState {
    if (before) erase(before.state, current.state)
    this.#phase = { kind: "installed", current }
    return current.described
  }

  #discard(): void {
    const phase = this.#phase
    if (phase.kind === "joining") this.#end("closed")
    else if (phase.kind === "committing") {
      erase(phase.next, phase.current.state)
      this.#phase = { kind: "installed", current: phase.current }
    } else throw phase.kind === "ended" ? ended(phase.fault) : new MlsError("nothing-pending", "no own commit waits")
  }

  #end(fault: "closed" | "removed"): void {
    const phase = this.#phase
    if ("next" in phase) erase(phase.next, null)
    if ("current" in phase) erase(phase.current.state, null)
    if ("previous" in phase) erase(phase.previous.state, null)
    this.#psk.fill(0)
    this.#phase = { kind: "ended", fault }
  }
}

function createLeafIn(groupId: Uint8Array, options: SessionOptions): Promise<OwnLeaf> {
  return createSuite(options.suite).then((suite) =>
    createOwnLeaf({ ...options, suite, groupId, meeting: options.expectation.meeting }),
  )
}

function requireEpoch(epoch: bigint, expected: bigint): void {
  if (epoch !== expected) throw new MlsError("wrong-epoch", `"epoch" must be ${expected}, got ${epoch}`)
}

function ended(fault: "closed" | "removed"): MlsError {
  return new MlsError(fault, fault === "closed" ? "the session is closed" : "this leaf was removed")
}
