// The frame worker's shell: the platform's events on one side, FrameCore on the other. The entry point calls it with
// the worker's global scope.

import type { CborValue } from "../bytes/cbor.ts"
import { FrameCore } from "./frame-core.ts"
import type { EncodedFrame } from "./transform.ts"
import { decodeTransformOptions, type FromWorker, type NumberedCommand } from "./worker-protocol.ts"

/** RTCTransformEvent, which TypeScript knows in workers only. */
export interface TransformEvent extends Event {
  readonly transformer: {
    readonly readable: ReadableStream<EncodedFrame>
    readonly writable: WritableStream<EncodedFrame>
    readonly options: CborValue
  }
}

/** What the shell needs of DedicatedWorkerGlobalScope. */
export interface FrameWorkerScope {
  addEventListener(type: "message", listener: (event: MessageEvent<NumberedCommand>) => void): void
  addEventListener(type: "rtctransform", listener: (event: TransformEvent) => void): void
  postMessage(message: FromWorker): void
}

export function runFrameWorker(scope: FrameWorkerScope): void {
  const core = new FrameCore((event) => scope.postMessage({ event }))
  scope.addEventListener("message", ({ data: { request, command } }) => {
    void core.handle(command).then((answer) => scope.postMessage({ request, answer }))
  })
  scope.addEventListener("rtctransform", ({ transformer }) => {
    void core.attach(transformer, decodeTransformOptions(transformer.options))
  })
}
