// How loud a microphone is, for the meter on the pre-join page.

const SAMPLE_EVERY_MS = 100
/** Speech peaks well below full scale; this much counts as a full meter. */
const FULL_LEVEL = 0.3

/** Calls `onLevel` ten times a second with 0 to 1 until the signal aborts. */
export function measureLevel(
  track: MediaStreamTrack,
  onLevel: (level: number) => void,
  abortSignal: AbortSignal,
): void {
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  analyser.fftSize = 512
  const source = context.createMediaStreamSource(new MediaStream([track]))
  source.connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples)
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
    onLevel(Math.min(1, Math.sqrt(power) / FULL_LEVEL))
  }, SAMPLE_EVERY_MS)
  abortSignal.addEventListener(
    "abort",
    () => {
      clearInterval(timer)
      source.disconnect()
      void context.close()
    },
    { once: true },
  )
}
