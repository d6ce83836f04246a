// The last commits that led to our epoch: what a service that was restarted needs to bring others there (docs/protocol.md,
// "Password and delivery").

import { MAX_EVIDENCE_COMMITS } from "../delivery/messages.ts"

export class RecentCommits {
  #commits: readonly Uint8Array[] = []

  /** A commit that brought us into its epoch. */
  add(commit: Uint8Array): void {
    this.#commits = [...this.#commits, commit].slice(-MAX_EVIDENCE_COMMITS)
  }

  /** The last one was taken back. */
  drop(): void {
    this.#commits = this.#commits.slice(0, -1)
  }

  /** In their order; the last one began our epoch. */
  list(): readonly Uint8Array[] {
    return this.#commits
  }
}
