// MediaStreams for views: the same object as long as the track behind it is the same, so that a video element is not
// started anew at each snapshot.

export class StreamCache {
  readonly #streams = new Map<string, { readonly track: MediaStreamTrack; readonly stream: MediaStream }>()

  streamOf(name: string, track: MediaStreamTrack | null): MediaStream | null {
    const known = this.#streams.get(name)
    if (!track) {
      this.#streams.delete(name)
      return null
    }
    if (known?.track === track) return known.stream
    const stream = new MediaStream([track])
    this.#streams.set(name, { track, stream })
    return stream
  }

  clear(): void {
    this.#streams.clear()
  }
}
