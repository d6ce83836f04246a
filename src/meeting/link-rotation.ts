// The meeting gets another link while it runs. The host's commit comes first and tells the members, then the service is
// told: before the commit nothing has changed for anybody, and after it the members need the old link no more. What a
// crash in between leaves undone, the host's next visit does.
//
//   host     prepare ─► keep ─► commit {context, next link sealed to the members} ─► final ─► change-rotate ─► forget
//   member                      commit ─► open, derive, add the link's keys ───────► final ─► the link is another one

import { isEqual } from "../bytes/bytes.ts"
import { CborError } from "../bytes/cbor.ts"
import { ShapeError } from "../bytes/shape.ts"
import { signWith } from "../bytes/statement.ts"
import { DeliveryError } from "../delivery/errors.ts"
import { formatMeetingLink, type MeetingLink } from "../links/link.ts"
import { StoredMeetings } from "../meetings/stored-meetings.ts"
import { MAX_FORMER_LINKS, type MeetingContext } from "../mls/meeting-context.ts"
import type { MlsWorker } from "../mls/mls-worker.ts"
import { PasswordError } from "../password/errors.ts"
import type { LinkKeys } from "../password/link-keys.ts"
import { recordDigest as digestOf } from "../password/record.ts"
import type { PasswordWorker } from "../password/password-worker.ts"
import type { SigningKey } from "../vault/vault.ts"
import { type Arrival, reachService } from "./arrival.ts"
import type { OrderOutcome } from "./host-order.ts"
import { decodeNextLink, encodeNextLink } from "./next-link.ts"
import { byHosts, type OrderPlan } from "./order-plans.ts"
import type { VisitParts } from "./parts.ts"
import { type PendingRotation, PendingRotations } from "./pending-rotation.ts"
import { persistently } from "./persistence.ts"
import { unlessDeleted } from "./unless-deleted.ts"

export interface LinkRotationOptions {
  readonly parts: VisitParts
  readonly mls: Pick<MlsWorker, "addLink">
  readonly passwords: Pick<PasswordWorker, "prepareMeeting" | "linkKeys" | "passNameKey">
  /** The passphrase that the link asks for: the next one asks for the same. */
  readonly passphrase: () => string | null
  readonly abortSignal: AbortSignal
  readonly onAdopted: (arrival: Arrival) => void
}

/** So long the service may know most people in a group that does not know the link. */
const OCCUPIED_MS = 15_000

interface NextLink {
  readonly link: MeetingLink
  readonly keys: LinkKeys
}

export class LinkRotation {
  readonly #options: LinkRotationOptions
  readonly #pending: PendingRotations
  /** The host's own list. */
  readonly #stored: StoredMeetings
  #next: NextLink | null = null
  #adopting: Promise<Arrival | null> = Promise.resolve(null)

  constructor(options: LinkRotationOptions) {
    this.#options = options
    this.#pending = new PendingRotations(options.parts.vault)
    this.#stored = new StoredMeetings(options.parts.vault)
  }

  /** Changes the link as the host; `order` makes the commits of a plan. */
  async rotate(arrival: Arrival, order: (plan: OrderPlan) => Promise<OrderOutcome>): Promise<OrderOutcome> {
    if (!arrival.hostKey) return "not-allowed"
    try {
      const pending = await this.#begin(arrival, arrival.hostKey)
      const plan = await this.#planOf(arrival, arrival.hostKey, pending)
      await this.#stored.expectLink(pending.hostKey, formatMeetingLink({ ...arrival.link, ...linkOf(pending) }))
      const outcome = await order(plan)
      if (outcome === "done") {
        const [told] = await Promise.all([this.#announce(arrival.link, pending, OCCUPIED_MS), this.#adopting])
        return told === "told" ? "done" : "not-connected"
      }
      if (outcome !== "not-connected") await this.#forget(pending) // else nobody knows yet
      return outcome
    } catch (error) {
      if (!(error instanceof DeliveryError || error instanceof PasswordError)) throw error
      return "not-connected" // the visit is over, or the service took the change from nobody
    }
  }

  /** A host's commit names the next link; whoever joins from now on is followed by its keys. Throws MlsError. */
  async handleNextLink({ link: present }: Arrival, bytes: Uint8Array, context: MeetingContext): Promise<void> {
    const { passwords, mls } = this.#options
    try {
      const link = decodeNextLink(present, bytes)
      const keys = await passwords.linkKeys(this.#secretOf(link))
      if (link.meeting !== context.meeting || !isEqual(keys.pskId, context.pskId)) return // not the group's link
      await mls.addLink(keys)
      this.#next = { link, keys }
    } catch (error) {
      if (!KNOWN.some((kind) => error instanceof kind)) throw error // a host's client that told us something else
    }
  }

  /** A context that is final: the arrival by the link that it names, or null where that is the present one. */
  handleFinal(arrival: Arrival, context: MeetingContext): Promise<Arrival | null> {
    this.#adopting = this.#adopt(arrival, context)
    return this.#adopting
  }

  /** What a crash left undone of a link that does not work any more, or not yet: gives the one that does. */
  async mend(link: MeetingLink): Promise<MeetingLink | null> {
    const pending = await this.#pending.find(link.meeting)
    if (!pending) return null
    const { former, meeting, hostKey } = pending
    const { vault, wallClock } = this.#options.parts
    const next = { ...link, ...linkOf(pending) }
    if ((await this.#announce({ ...link, meeting: former }, pending, 0)) === "occupied") return null
    await vault.carryIdentity(former, meeting)
    await this.#stored.replaceLink(hostKey, formatMeetingLink(next), wallClock())
    return next
  }

  /** We came in by this link, so whatever was begun with it never came about. */
  async handleEntered({ meeting }: MeetingLink): Promise<void> {
    const pending = await this.#pending.find(meeting)
    if (pending) await this.#forget(pending)
  }

  async #adopt(arrival: Arrival, context: MeetingContext): Promise<Arrival | null> {
    const next = this.#next
    if (!next || next.link.meeting !== context.meeting || arrival.link.meeting === context.meeting) return null
    this.#next = null
    const { recordDigest } = context
    const adopted = {
      ...arrival,
      link: next.link,
      opened: { ...arrival.opened, ...next.keys, recordDigest: recordDigest.slice() },
    }
    await this.#remember(arrival, next.link).catch(unlessDeleted)
    this.#options.onAdopted(adopted)
    return adopted
  }

  /** What the link is to become: what was begun before and may still come about, if anything, so that there is one alone. */
  async #begin({ link, opened }: Arrival, hostKey: SigningKey): Promise<PendingRotation> {
    const begun = await this.#pending.find(link.meeting)
    if (begun?.former === link.meeting) return begun
    if (begun) await this.#announce({ ...link, meeting: begun.former }, begun, OCCUPIED_MS)
    const { name, settings } = opened.record
    const prepared = await this.#options.passwords.prepareMeeting({
      name,
      settings,
      passphrase: this.#options.passphrase(),
      hostKey: hostKey.publicKey,
      hostPrivateKey: hostKey.privateKey,
    })
    const pending: PendingRotation = { ...prepared, former: link.meeting }
    await this.#pending.keep(pending)
    return pending
  }

  async #planOf({ link }: Arrival, hostKey: SigningKey, pending: PendingRotation): Promise<OrderPlan> {
    const { passwords, mls } = this.#options
    const { meeting, sealedRecord } = pending
    const next = { ...link, ...linkOf(pending) }
    const keys = await passwords.linkKeys(this.#secretOf(next))
    const nameKey = await passwords.passNameKey({ former: this.#secretOf(link), next: this.#secretOf(next) })
    const recordDigest = await digestOf(sealedRecord)
    return byHosts(async ({ context }) => {
      if (context.meeting === meeting) return { kind: "over", outcome: "done" }
      if (context.meeting !== link.meeting) return { kind: "over", outcome: "outdone" } // another browser of the host's
      await mls.addLink(keys)
      this.#next = { link: next, keys }
      const formerLinks = [{ meeting: link.meeting, nameKey }, ...context.formerLinks].slice(0, MAX_FORMER_LINKS)
      const { pskId } = keys
      const generation = context.generation + 1
      const change = { meeting, pskId, recordDigest, formerLinks, generation }
      return { kind: "context", change, hostKey: hostKey.privateKey, nextLink: encodeNextLink(next) }
    })
  }

  /** Tells the service, for as long as the visit lasts; it does not take the link while people are in who do not know it. */
  async #announce(former: MeetingLink, pending: PendingRotation, occupiedMs: number): Promise<"told" | "occupied"> {
    const { parts, abortSignal } = this.#options
    const hostKey = await parts.vault.hostKeys.get(pending.hostKey)
    if (!hostKey) return "told"
    const { clock, random } = parts
    const change = { change: "rotate", meeting: pending.meeting, kept: pending } as const
    const beganMs = clock.now()
    const tell = async (): Promise<"told" | "occupied"> => {
      if (abortSignal.aborted) throw new DeliveryError("aborted", "the visit is over")
      const { client } = reachService(former, parts, abortSignal)
      try {
        await client.hello(former.meeting)
        await client.change(change, signWith(hostKey.privateKey))
        return "told"
      } catch (error) {
        if (!(error instanceof DeliveryError)) throw error
        if (error.fault === "bad-signature") return "told" // it knows no such meeting: its answer got lost before
        if (error.fault !== "occupied") throw error
        if (clock.now() - beganMs >= occupiedMs) return "occupied"
        throw new DeliveryError("closed", "the service does not know the group's commit yet", { cause: error })
      } finally {
        client.close()
      }
    }
    const outcome = await persistently(tell, { clock, random, patienceMs: Infinity, abortSignal })
    if (outcome === "told") await this.#pending.forget(pending)
    return outcome
  }

  async #remember({ link: former, memory, hostKey }: Arrival, link: MeetingLink): Promise<void> {
    const { vault, wallClock } = this.#options.parts
    await vault.carryIdentity(former.meeting, link.meeting)
    await memory.moveTo(link.meeting)
    const text = formatMeetingLink(link)
    if ((await vault.runningLink()) === formatMeetingLink(former)) await vault.setRunningLink(text)
    if (hostKey) await this.#stored.replaceLink(hostKey.publicKey, text, wallClock())
  }

  async #forget(pending: PendingRotation): Promise<void> {
    await this.#pending.forget(pending)
    await this.#stored.expectLink(pending.hostKey, null)
  }

  #secretOf({ meeting, password }: MeetingLink) {
    return { meeting, password, passphrase: this.#options.passphrase() }
  }
}

function linkOf({ meeting, password }: PendingRotation): Pick<MeetingLink, "meeting" | "password"> {
  return { meeting, password }
}

const KNOWN = [CborError, ShapeError, PasswordError]
