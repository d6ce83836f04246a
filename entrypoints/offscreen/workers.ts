// The engine's workers: each a file of the package, ended by the signal of whoever took it. One of each starts with the
// document, so that a link finds it running.

const START = {
  release: () => new Worker(new URL("../release/release.worker.ts", import.meta.url), { type: "module" }),
  mls: () => new Worker(new URL("./mls.worker.ts", import.meta.url), { type: "module" }),
  password: () => new Worker(new URL("./password.worker.ts", import.meta.url), { type: "module" }),
  frames: () => new Worker(new URL("./frames.worker.ts", import.meta.url), { type: "module" }),
} as const

/** In the order in which they are needed. */
const ready = new Map([
  ["release", START.release()],
  ["password", START.password()],
  ["mls", START.mls()],
  ["frames", START.frames()],
])

export function startWorker(name: keyof typeof START, abortSignal: AbortSignal): Worker {
  const worker = ready.get(name) ?? START[name]()
  ready.delete(name)
  abortSignal.addEventListener("abort", () => worker.terminate(), { once: true })
  return worker
}
