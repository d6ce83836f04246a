// Joins without a buffer for the result: for a video frame a fresh buffer costs more than its cipher does.

/** `front` followed by the buffer's bytes, in memory taken over from the buffer, which is detached. */
export function prepend(front: Uint8Array, buffer: ArrayBuffer): Uint8Array<ArrayBuffer> {
  const { byteLength } = buffer
  const joined = new Uint8Array(buffer.transfer(front.length + byteLength))
  joined.copyWithin(front.length, 0, byteLength)
  joined.set(front)
  return joined
}
