// The engine's workers: each a file of the package, ended by the signal of whoever started it.

const START = {
  mls: () => new Worker(new URL("./mls.worker.ts", import.meta.url), { type: "module" }),
  password: () => new Worker(new URL("./password.worker.ts", import.meta.url), { type: "module" }),
  frames: () => new Worker(new URL("./frames.worker.ts", import.meta.url), { type: "module" }),
} as const

export function startWorker(name: keyof typeof START, abortSignal: AbortSignal): Worker {
  const worker = START[name]()
  abortSignal.addEventListener("abort", () => worker.terminate(), { once: true })
  return worker
}
