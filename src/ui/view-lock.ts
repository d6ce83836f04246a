// The Web Lock that says that a view lives: the engine asks for it too, and gets it when the view died.

import { VIEW_LOCK } from "../meeting/views.ts"

export interface ViewLock {
  readonly name: string
  /** Resolves when the lock is held; rejects where the browser gives none. */
  readonly held: Promise<void>
}

/** Asks for a lock of a fresh name; it is let go at `abortSignal`, or by the browser when the view dies. */
export function holdViewLock(locks: Pick<LockManager, "request">, abortSignal: AbortSignal): ViewLock {
  const name = `${VIEW_LOCK}${crypto.randomUUID()}`
  const { promise: held, resolve, reject } = Promise.withResolvers<void>()
  const released = new Promise<void>((release) => {
    abortSignal.addEventListener("abort", () => release(), { once: true })
    if (abortSignal.aborted) release()
  })
  const hold = (): Promise<void> => {
    resolve()
    return released
  }
  locks.request(name, hold).catch(reject)
  held.catch(() => undefined) // whoever needs it gets it
  return { name, held }
}
