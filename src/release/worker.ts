// The worker's side: reads the package as the browser serves it and verifies it, off every page's thread.

import { type CallPort, type CallRequest, serveCalls } from "../bytes/calls.ts"
import { runCase } from "./conformance.ts"
import { ReleaseError } from "./errors.ts"
import { verifyStatement } from "./import-release.ts"
import type { PackageSource } from "./package-files.ts"
import { verifyPackage } from "./verify-package.ts"
import type { PackageOrder, ReleaseCalls, WorkerFault } from "./worker-protocol.ts"

/** Answers requests that arrive at `port` until `abortSignal` ends it; `fetchFile` is the platform's fetch. */
export function serveRelease(port: CallPort, fetchFile: typeof fetch, abortSignal: AbortSignal): void {
  serveCalls<ReleaseCalls, WorkerFault>(port, {
    answer: (request) => answer(request, fetchFile),
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
  fetchFile: typeof fetch,
): Promise<ReleaseCalls[keyof ReleaseCalls]["gives"]> {
  switch (request.call) {
    case "verifyPackage": {
      const { root, listed, known, now } = request.takes
      return verifyPackage(servedPackage(root, listed, fetchFile), known, now)
    }
    case "verifyStatement": {
      const { root, memories, statement } = request.takes
      return verifyStatement(servedPackage(root, null, fetchFile), memories, statement)
    }
    case "runCase":
      return runCase(request.takes)
  }
}

function servedPackage(root: string, listed: PackageOrder["listed"], fetchFile: typeof fetch): PackageSource {
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
