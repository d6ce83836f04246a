// What a stream of made-up sound is made of: 80 bytes as Opus would need for 20 ms, that say which and from when they are.
//
//   0x78 ‖ number (4, big-endian) ‖ sent at (8, milliseconds as a double) ‖ zeros

const TOC = 0x78 // SILK or CELT, 20 ms, mono: as browsers send speech
const FRAME_BYTES = 80

export const FRAME_MS = 20

export interface OpusFrame {
  readonly number: number
  readonly sentAtMs: number
}

export function encodeOpusFrame({ number, sentAtMs }: OpusFrame): Uint8Array {
  const bytes = new Uint8Array(FRAME_BYTES)
  const view = new DataView(bytes.buffer)
  view.setUint8(0, TOC)
  view.setUint32(1, number)
  view.setFloat64(5, sentAtMs)
  return bytes
}

export function decodeOpusFrame(bytes: Uint8Array): OpusFrame {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return { number: view.getUint32(1), sentAtMs: view.getFloat64(5) }
}
