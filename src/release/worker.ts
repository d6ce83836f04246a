// The worker's side: reads the package as the browser serves it and verifies it, off every page's thread.

import { type CallPort, type CallRequest, serveCalls } from "../bytes/calls.ts"
import { checkPackage } from "./check.ts"
import { ReleaseError } from "./errors.ts"
import { verifyStatement } from "./import-release.ts"
import type { PackageSource } from "./package-files.ts"
import type { ReleaseStore } from "./release-store.ts"
import { verifyPackage } from "./verify-package.ts"
import type { ReleaseCalls, ServedPackage, WorkerFault } from "./worker-protocol.ts"

export interface WorkerSurroundings {
  /** The platform's. */
  readonly fetchFile: typeof fetch
  readonly store: ReleaseStore
}

/** Answers requests that arrive at `port` until `abortSignal` ends it. */
export function serveRelease(port: CallPort, surroundings: WorkerSurroundings, abortSignal: AbortSignal): void {
  serveCalls<ReleaseCalls, WorkerFault>(port, {
    answer: (request) => answer(request, surroundings),
    toFault,
    abortSignal,
  })
}

function toFault(error: unknown): WorkerFault {
  if (!(error instanceof ReleaseError)) return { fault: "worker-failed", message: "unexpected failure", release: null }
  const { fault, message, release } = error
  return { fault, message, release }
}

async function answer(
  request: CallRequest<ReleaseCalls>,
  { fetchFile, store }: WorkerSurroundings,
): Promise<ReleaseCalls[keyof ReleaseCalls]["gives"]> {
  switch (request.call) {
    case "check":
      return checkPackage(sourceOf(request.takes, fetchFile), store, request.takes.context)
    case "verifyPackage": {
      const { known, now } = request.takes
      return verifyPackage(sourceOf(request.takes, fetchFile), known, now)
    }
    case "verifyStatement": {
      const { root, memories, statement } = request.takes
      return verifyStatement(sourceOf({ root, listed: null }, fetchFile), memories, statement)
    }
    case "runCase":
      return (await import("./conformance.ts")).runCase(request.takes)
  }
}

function sourceOf({ root, listed }: ServedPackage, fetchFile: typeof fetch): PackageSource {
  return {
    read: async (path) => {
      const url = new URL(path.split("/").map(encodeURIComponent).join("/"), root)
      // An extension's missing file is a failed request, for which fetch has no other word than TypeError.
      const response = await fetchFile(url, { cache: "no-store" }).catch(ignoreMissing)
      return response?.ok ? new Uint8Array(await response.arrayBuffer()) : null
    },
    list: async () => listed,
  }
}

function ignoreMissing(error: unknown): null {
  if (error instanceof TypeError) return null
  throw error
}
