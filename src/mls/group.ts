// One person's membership in one group: a serial queue around the state of the epoch. The service's word decides: a
// commit is provisional until it says final, and may be restored until then. The moves are in session-phase.ts.

import type { PskIndex } from "ts-mls/pskIndex.js"
import { randomBytes } from "../bytes/bytes.ts"
import { signStatement } from "../bytes/statement.ts"
import { authorOf } from "./commit-author.ts"
import type { BuiltCommit } from "./commit-builder.ts"
import { type EpochState, exportSecret } from "./epoch-state.ts"
import { MlsError, PolicyError } from "./errors.ts"
import { buildJoin } from "./external-join.ts"
import { foundGroup } from "./founding.ts"
import { groupInfoOf, install, ownOf, presentCommit } from "./installed.ts"
import { createLeafIn } from "./leaf-key.ts"
import { LinkKeys, type LinkSecrets } from "./link-keys.ts"
import { firstContext, verifyExpectation, verifySeen } from "./meeting-context.ts"
import { buildContext, buildHeal, buildRemove, type Member, reasonsOf } from "./member-commit.ts"
import { ownCertificate, ownLeaf } from "./own-leaf.ts"
import { type PartialGroupInfo, partialGroupInfoOf } from "./partial-group-info.ts"
import { judgeCommit } from "./policy.ts"
import { type PublicGroup, readGroupInfo } from "./public-group.ts"
import { followCommit } from "./received-commit.ts"
import { openRotation, sealRotation } from "./rotation.ts"
import { SerialQueue } from "./serial-queue.ts"
import {
  type ContextChange,
  type ContextSigning,
  type PendingCommit,
  type Received,
  type Removal,
  reportOf,
  type SeenGeneration,
  type SessionOptions,
} from "./session-options.ts"
import { currentOf, discarded, endOf, finalized, type Phase, restored, settled, settledOf } from "./session-phase.ts"
import type { Refusal } from "./succession.ts"
import { foundAfter, joinAfter } from "./successor.ts"
import { createSuite } from "./suite.ts"
import { createTicket } from "./ticket.ts"

export class GroupSession {
  readonly #options: Omit<SessionOptions, "psk">
  readonly #links: LinkKeys
  readonly #queue = new SerialQueue()
  #phase: Phase

  private constructor(options: SessionOptions, links: LinkKeys, phase: Phase) {
    const { psk: _, ...kept } = options
    this.#options = kept
    this.#links = links
    this.#phase = phase
  }

  /** Founds the group of a meeting, at epoch 0 with its founder alone. */
  static async found(options: SessionOptions): Promise<{ session: GroupSession; groupInfo: Uint8Array }> {
    const groupId = randomBytes(32)
    const leaf = await createLeafIn({ groupId, origin: groupId }, options, null)
    const state = await foundGroup(groupId, { context: firstContext(options.expectation), succession: null }, leaf)
    const links = linksOf(options)
    const current = await install(state, ownOf(leaf, links), null)
    const session = new GroupSession(options, links, { kind: "installed", current })
    return { session, groupInfo: await groupInfoOf(state, leaf.suite) }
  }

  /**
   * Prepares the join into the group of a group info; the session is a member once `finalize` says so.
   *
   * Every attempt has a leaf key of its own. Throws PolicyError when group info, tree or context are not what the
   * record says, when the generation is lower than the one `seen` (`generation-lower`), or when the group would refuse
   * the join (`ticket-missing`, `group-full`).
   */
  static async join(
    groupInfo: Uint8Array,
    options: SessionOptions & { readonly ticket: Uint8Array | null; readonly seen?: SeenGeneration | null },
  ): Promise<PendingCommit & { session: GroupSession }> {
    const group = await readGroupInfo(groupInfo, await createSuite(options.suite))
    verifyExpectation(group.context, options.expectation)
    verifySeen(group, options.seen ?? null)
    const own = await createLeafIn(group, options, null)
    const { psk, ticket } = options
    const identityKey = options.identity.publicKey
    const built = await buildJoin({ group, own, identityKey, psk, ticket })
    const pending = await presentCommit(group, built, own)
    const links = linksOf(options)
    const phase: Phase = { kind: "joining", next: built.state, own: ownOf(own, links) }
    return { ...pending, session: new GroupSession(options, links, phase) }
  }

  /** The epoch in use: the provisional one after `receive`, the old one while an own commit is pending. */
  get epochState(): EpochState {
    return currentOf(this.#phase).described
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
   * The generation rises from the group's first one, else it stays unless the change raises it. `rotation` is the next
   * link, which is sealed to the members of this epoch.
   */
  changeContext(change: ContextChange, { hostSign, rotation: link }: ContextSigning): Promise<PendingCommit> {
    return this.#commit(async (member) => {
      const rotation = link && (await sealRotation(member.state, member.suite, link))
      return buildContext(member, this.#options.identity, change, { hostSign, rotation })
    })
  }

  /** Takes in the secrets of the next link, so that whoever joins by it can be followed. */
  addLink(secrets: LinkSecrets): Promise<void> {
    return this.#queue.run(async () => this.#links.add(secrets))
  }

  /** The pending commit came through, or the provisional epoch stays: enters it and erases the one before. */
  finalize(epoch: bigint): Promise<EpochState | null> {
    return this.#queue.run(async () => {
      this.#become(await finalized(this.#phase, epoch))
      if (this.#phase.kind === "ended") return null
      this.#links.keepOnly(this.epochState.context)
      return this.epochState
    })
  }

  /**
   * Gives up the own pending commit, or the successor group just founded; the session stays in its epoch, or ends if it
   * was a first join.
   */
  discard(): Promise<void> {
    return this.#queue.run(async () => this.#become(discarded(this.#phase)))
  }

  /**
   * Judges and follows somebody's commit; the epoch before is kept until `finalize`.
   *
   * An own pending commit for the same epoch is given up: the service took the other one. Throws PolicyError for a
   * commit that no client may accept, MlsError `unreadable-commit` for one that cannot be followed, both with its
   * author where that is proven; the session then stays where it was.
   */
  receive(commit: Uint8Array): Promise<Received> {
    return this.#queue.run(async () => {
      const { group, state, own } = settledOf(this.#phase)
      const { judged, next } = await namingAuthor(group, commit, async () => {
        const judged = await judgeCommit(group, commit)
        const pskIndex: PskIndex = { findPsk: (id) => ("pskId" in id ? this.#links.findPsk(id.pskId) : undefined) }
        return { judged, next: await followCommit(group, state, judged, pskIndex) }
      })
      const { rotation } = judged
      const report = reportOf(judged, rotation && (await openRotation(state, own.suite, rotation)))
      const previous = settled(this.#phase)
      if (!next) {
        this.#phase = { kind: "removing", previous, epoch: judged.epoch }
        return { kind: "removed", report, epoch: judged.epoch }
      }
      const current = await install(next, own, previous)
      this.#phase = { kind: "provisional", current, previous }
      return { kind: "epoch", report, state: current.described }
    })
  }

  /** The provisional commit was taken back: returns to the epoch before it and erases the other. */
  restore(): Promise<EpochState> {
    return this.#queue.run(async () => {
      this.#become(restored(this.#phase))
      return this.epochState
    })
  }

  /**
   * Founds the successor group after a refused commit came into force; the session is in it at once. The last good
   * epoch, from which this is called, is kept until `finalize(0n)` or the group's next commit, for `discard`.
   */
  foundSuccessor(refusal: Refusal): Promise<{ groupInfo: Uint8Array; state: EpochState }> {
    return this.#queue.run(async () => {
      const { groupInfo, next, own } = await foundAfter(settledOf(this.#phase), refusal, this.#options)
      const current = await install(next, own, null)
      this.#phase = { kind: "founded", current, previous: settled(this.#phase) }
      return { groupInfo, state: current.described }
    })
  }

  /**
   * Prepares the join into the successor group; until `finalize` the session stays in the last good epoch.
   *
   * Throws PolicyError for any group but the successor of this one after this very refusal.
   */
  joinSuccessor(into: { readonly groupInfo: Uint8Array; readonly refusal: Refusal }): Promise<PendingCommit> {
    return this.#queue.run(async () => {
      const { pending, next, own } = await joinAfter(settledOf(this.#phase), into, this.#options)
      this.#phase = { kind: "succeeding", current: settled(this.#phase), next, own }
      return pending
    })
  }

  /** The group info of the epoch in use. */
  exportGroupInfo(): Promise<Uint8Array> {
    return this.#queue.run(async () => {
      const { state, own } = currentOf(this.#phase)
      return groupInfoOf(state, own.suite)
    })
  }

  /** Our part of it, for who follows the group. */
  exportPartialGroupInfo(): Promise<PartialGroupInfo> {
    return this.#queue.run(async () => {
      const { state, own } = currentOf(this.#phase)
      return partialGroupInfoOf(state, own.suite)
    })
  }

  /** MLS-Exporter of the epoch in use. */
  exportSecret(label: string, context: Uint8Array, length: number): Promise<Uint8Array> {
    return this.#queue.run(async () => {
      const { state, own } = currentOf(this.#phase)
      return exportSecret(state, { label, context, length }, own.suite)
    })
  }

  /** A ticket for somebody whom this host lets in; throws MlsError `not-a-host`. */
  issueTicket(identityKey: Uint8Array): Promise<Uint8Array> {
    return this.#queue.run(async () => {
      const current = currentOf(this.#phase)
      const { origin, context } = current.group
      const certificate = ownCertificate(current)
      const { publicKey, sign } = this.#options.identity
      const statement = { groupId: origin, generation: context.generation, identityKey }
      return createTicket(statement, { identityKey: publicKey, certificate, sign })
    })
  }

  /** The own word that this leaf leaves, for the service and whoever commits the removal. */
  signLeave(): Promise<{ leafKey: Uint8Array; signature: Uint8Array }> {
    return this.#queue.run(async () => {
      const current = currentOf(this.#phase)
      const { groupId } = current.group
      const { leafKey } = ownLeaf(current)
      const signature = await signStatement(this.#options.identity.sign, "leave", { groupId, leafKey })
      return { leafKey, signature }
    })
  }

  /** Erases all secrets; every later call throws MlsError `closed`. */
  close(): Promise<void> {
    return this.#queue.run(async () => this.#become(endOf(this.#phase, "closed")))
  }

  #commit(build: (member: Member) => Promise<BuiltCommit>): Promise<PendingCommit> {
    return this.#queue.run(async () => {
      const { group, state, own } = settledOf(this.#phase)
      if (this.#phase.kind === "committing") throw new MlsError("already-pending", "a commit waits for its outcome")
      const built = await build({ group, state, suite: own.suite })
      const pending = await presentCommit(group, built, own)
      this.#phase = { kind: "committing", current: settled(this.#phase), next: built.state }
      return pending
    })
  }

  #become(phase: Phase): void {
    this.#phase = phase
    if (phase.kind === "ended") this.#links.close()
  }
}

function linksOf({ psk, nameKey, expectation: { pskId } }: SessionOptions): LinkKeys {
  return new LinkKeys({ psk, pskId, nameKey })
}

/** Whatever the commit is refused with names its author. */
async function namingAuthor<T>(group: PublicGroup, commit: Uint8Array, follow: () => Promise<T>): Promise<T> {
  try {
    return await follow()
  } catch (cause) {
    const author = await authorOf(group, commit)
    if (cause instanceof PolicyError) throw new PolicyError(cause.fault, cause.message, { cause, author })
    if (cause instanceof MlsError) throw new MlsError(cause.fault, cause.message, { cause, author })
    throw cause
  }
}
