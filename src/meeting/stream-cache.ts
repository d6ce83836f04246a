// MediaStreams for views: the same object as long as the track behind it is the same, so that a video element is not
// started anew at each snapshot.

export class StreamCache {
  // Whoever goes takes their streams along: nothing here keeps a track that nobody else has.
  readonly #streams = new WeakMap<MediaStreamTrack, MediaStream>()

  streamOf(track: MediaStreamTrack): MediaStream {
    const known = this.#streams.get(track)
    if (known) return known
    const stream = new MediaStream([track])
    this.#streams.set(track, stream)
    return stream
  }
}
