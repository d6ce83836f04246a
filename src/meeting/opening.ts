// From the wish for a meeting to the meeting: nothing of it begins before the verdict on this client.

import type { MeetingLink } from "../links/link.ts"
import type { CheckedStatus, ReleaseStatus } from "../release/status.ts"
import { meetingFaultOf } from "./errors.ts"
import { describeIdle, type Idle, type Wanted, wantedLink, type WantedMeeting } from "./idle.ts"
import type { EngineParts, VisitParts } from "./parts.ts"
import { ownRelease, type ReleaseGate } from "./release-gate.ts"
import type { MeetingPhase } from "./snapshot.ts"

export interface OpeningOptions {
  readonly parts: Omit<EngineParts, "releaseGate">
  readonly gate: Pick<ReleaseGate, "verdict" | "pardon" | "status">
  /** Makes a meeting on a server; rejects with DeliveryError, PasswordError. */
  readonly create: (wanted: WantedMeeting, parts: VisitParts) => Promise<MeetingLink>
  readonly onChange: () => void
  /** The meeting may be visited. `whose`: "yours" where it was made here just now. */
  readonly onReady: (link: MeetingLink, whose: "yours" | "theirs", parts: VisitParts) => void
}

export class Opening {
  readonly #options: OpeningOptions
  #idle: Idle = { kind: "idle" }

  constructor(options: OpeningOptions) {
    this.#options = options
  }

  /** The link whose meeting is about to be opened. */
  get link(): MeetingLink | null {
    return wantedLink(this.#idle)
  }

  /** What is known of this client's release. */
  get release(): ReleaseStatus {
    return this.#options.gate.status
  }

  describe(): MeetingPhase {
    return describeIdle(this.#idle)
  }

  /** Never rejects. */
  async want(wanted: Wanted): Promise<void> {
    const checking: Idle = { kind: "checking", wanted }
    this.#enter(checking)
    const status = await this.#options.gate.verdict(wanted.listed)
    if (this.#idle !== checking) return // taken back, or something else is wanted meanwhile
    if (!status.mayMeet) this.#enter({ kind: "barred", wanted })
    else if (wanted.kind === "open") this.#ready(wanted.link, "theirs", this.#visitParts(status))
    else await this.#create(wanted, this.#visitParts(status))
  }

  /** Goes on by its version with a release that is barred, and with what was wanted then. */
  async pardon(version: string): Promise<"given" | "wrong-version"> {
    const outcome = await this.#options.gate.pardon(version)
    if (outcome === "given" && this.#idle.kind === "barred") void this.want(this.#idle.wanted)
    return outcome
  }

  /** Has a barred release checked once more, and goes on with what was wanted; `listed` as in Wanted. */
  checkAgain(listed: Wanted["listed"]): void {
    if (this.#idle.kind === "barred") void this.want({ ...this.#idle.wanted, listed })
  }

  /** Takes back what waits for the verdict, or did not pass it; a meeting that is being made goes on being made. */
  takeBack(): void {
    if (this.#idle.kind === "checking" || this.#idle.kind === "barred") this.#idle = { kind: "idle" }
  }

  /** Nothing is wanted any more. */
  dismiss(): void {
    this.#idle = { kind: "idle" }
  }

  async #create(wanted: WantedMeeting, parts: VisitParts): Promise<void> {
    const creating: Idle = { kind: "creating", server: wanted.server }
    this.#enter(creating)
    const made = await this.#options.create(wanted, parts).catch(meetingFaultOf)
    if (this.#idle !== creating) return // it is kept among the owner's
    if (typeof made === "string") this.#enter({ kind: "failed", fault: made })
    else this.#ready(made, "yours", parts)
  }

  #visitParts(status: CheckedStatus): VisitParts {
    const { version, ...parts } = this.#options.parts
    return { ...parts, release: ownRelease(status, version) }
  }

  #ready(link: MeetingLink, whose: "yours" | "theirs", parts: VisitParts): void {
    this.#idle = { kind: "idle" }
    this.#options.onReady(link, whose, parts)
  }

  #enter(idle: Idle): void {
    this.#idle = idle
    this.#options.onChange()
  }
}
