// The engine's workers for MLS and frames in this process, each at the end of a message channel, as in a browser.

import type { FrameParts } from "../../src/meeting/parts.ts"
import { MlsWorker } from "../../src/mls/mls-worker.ts"
import { serveSession } from "../../src/mls/session-server.ts"
import { type FrameWorkerScope, runFrameWorker, type TransformEvent } from "../../src/media/worker.ts"
import type { FromWorker, NumberedCommand } from "../../src/media/worker-protocol.ts"
import { NodeTransform } from "./node-track.ts"

export function startMls(abortSignal: AbortSignal): MlsWorker {
  const [ours, theirs] = openChannel(abortSignal)
  serveSession(theirs, abortSignal)
  return new MlsWorker(ours, abortSignal)
}

export function startFrames(abortSignal: AbortSignal): FrameParts {
  const [worker, inside] = openChannel(abortSignal)
  const scope = new NodeFrameScope(inside)
  runFrameWorker(scope)
  return {
    worker,
    createTransform: (options) => new NodeTransform(options, (transformer) => scope.handleTransform(transformer)),
  }
}

/** The frame worker's global scope. */
class NodeFrameScope implements FrameWorkerScope {
  readonly #port: MessagePort
  #onTransform: (event: TransformEvent) => void = () => undefined

  constructor(port: MessagePort) {
    this.#port = port
  }

  addEventListener(type: "message", listener: (event: MessageEvent<NumberedCommand>) => void): void
  addEventListener(type: "rtctransform", listener: (event: TransformEvent) => void): void
  addEventListener(
    ...[type, listener]:
      | [type: "message", listener: (event: MessageEvent<NumberedCommand>) => void]
      | [type: "rtctransform", listener: (event: TransformEvent) => void]
  ): void {
    if (type === "message") this.#port.addEventListener("message", listener)
    else this.#onTransform = listener
  }

  postMessage(message: FromWorker): void {
    this.#port.postMessage(message)
  }

  handleTransform(transformer: TransformEvent["transformer"]): void {
    this.#onTransform(Object.assign(new Event("rtctransform"), { transformer }))
  }
}

function openChannel(abortSignal: AbortSignal): readonly [MessagePort, MessagePort] {
  const { port1, port2 } = new MessageChannel()
  for (const port of [port1, port2]) port.start()
  abortSignal.addEventListener("abort", () => port1.close(), { once: true })
  return [port1, port2]
}
