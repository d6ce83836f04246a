import type { EngineHandle, OpenOutcome } from "../../../src/meeting/engine-handle.ts"
import type { Snapshot } from "../../../src/meeting/snapshot.ts"

export interface FakeEngine extends EngineHandle {
  readonly views: readonly { readonly kind: string; readonly viewLock: string }[]
  readonly calls: readonly string[]
  show(snapshot: Snapshot): void
}

/** An engine without a meeting: notes what is asked of it and shows what the test wants. */
export function fakeEngine(outcome: OpenOutcome = "opened"): FakeEngine {
  const views: { readonly kind: string; readonly viewLock: string }[] = []
  const calls: string[] = []
  const listeners = new Map<(snapshot: Snapshot) => void, AbortSignal>()
  let snapshot: Snapshot = { phase: "idle", release: { state: "checking" } }
  let left = false
  const note = (call: string) => () => void calls.push(call)
  return {
    views,
    calls,
    get snapshot() {
      return snapshot
    },
    show(next) {
      snapshot = next
      for (const [listener, abortSignal] of listeners) if (!abortSignal.aborted) listener(next)
    },
    subscribe(listener, { kind, viewLock }, abortSignal) {
      views.push({ kind, viewLock })
      listeners.set(listener, abortSignal)
      listener(snapshot)
    },
    open(link, listed) {
      calls.push(`open ${link} with ${listed?.length ?? "no"} paths`)
      return left ? "opened" : outcome
    },
    create({ server, name }, listed) {
      calls.push(`create ${name} on ${server} with ${listed?.length ?? "no"} paths`)
      return outcome
    },
    async pardonRelease(version) {
      calls.push(`pardonRelease ${version}`)
      return "given"
    },
    checkAgain(listed) {
      calls.push(`checkAgain with ${listed?.length ?? "no"} paths`)
    },
    async leave() {
      left = true
      calls.push("leave")
    },
    dismiss: note("dismiss"),
    givePassphrase: note("givePassphrase"),
    capture: note("capture"),
    choose: note("choose"),
    join: note("join"),
    setMicrophone: note("setMicrophone"),
    setCamera: note("setCamera"),
    showTiles: note("showTiles"),
    comparing: null,
    speaking: null,
    async order({ kind }) {
      calls.push(`order ${kind}`)
      return "done"
    },
    stream: () => null,
    statistics: async () => ({ received: [], sent: [], epochs: [] }),
  }
}
