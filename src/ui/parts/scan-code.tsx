import { decodeQR } from "qr/decode.js"
import { useEffect, useRef } from "preact/hooks"
import { Picture } from "./media.tsx"

export interface ScanCodeProps {
  /** The own camera's picture; nothing of it is kept. */
  readonly stream: MediaStream
  readonly onScanned: (content: string) => void
}

/** Looking once takes some 20 ms at this width, and the engine shares the thread. */
const EVERY_MS = 250
const WIDTH = 480

/** Looks for a QR code in the own picture. */
export function ScanCode({ stream, onScanned }: ScanCodeProps) {
  const place = useRef<HTMLDivElement>(null)
  const report = useRef(onScanned)
  report.current = onScanned
  useEffect(() => {
    const canvas = document.createElement("canvas")
    const context = canvas.getContext("2d", { willReadFrequently: true })
    const timer = setInterval(() => {
      const video = place.current?.querySelector("video")
      const content = video && context ? readCode(video, context) : null
      if (content !== null) report.current(content)
    }, EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  return (
    <div class="scan-code" ref={place}>
      <Picture stream={stream} />
    </div>
  )
}

/** Null where there is no code to be read. */
function readCode(video: HTMLVideoElement, context: CanvasRenderingContext2D): string | null {
  if (video.videoWidth === 0) return null
  const width = Math.min(WIDTH, video.videoWidth)
  const height = Math.round((width * video.videoHeight) / video.videoWidth)
  Object.assign(context.canvas, { width, height })
  context.drawImage(video, 0, 0, width, height)
  try {
    return decodeQR(context.getImageData(0, 0, width, height))
  } catch {
    return null // the library throws where it finds none
  }
}
