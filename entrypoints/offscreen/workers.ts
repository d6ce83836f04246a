// The engine's workers: each a file of the package, ended by the signal of whoever started it.

import FrameWorkerScript from "./frames.worker.ts?worker"
import MlsWorkerScript from "./mls.worker.ts?worker"
import PasswordWorkerScript from "./password.worker.ts?worker"

const SCRIPTS = { mls: MlsWorkerScript, password: PasswordWorkerScript, frames: FrameWorkerScript } as const

export function startWorker(name: keyof typeof SCRIPTS, abortSignal: AbortSignal): Worker {
  const worker = new SCRIPTS[name]()
  abortSignal.addEventListener("abort", () => worker.terminate(), { once: true })
  return worker
}
