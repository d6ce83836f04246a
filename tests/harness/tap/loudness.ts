// What a track sounds like: how much of it is one clear tone, as the browser's test microphone gives, and how much noise.

const EVERY_MS = 20
const FFT_SAMPLES = 1024
/** Mean square of a moment that counts as sound. */
const LOUD = 1e-6
/** Share of a moment's power in three neighbouring frequencies that makes it a tone. */
const TONE_SHARE = 0.8

export class Loudness {
  readonly #analyser: AnalyserNode
  readonly #samples = new Float32Array(FFT_SAMPLES)
  readonly #decibels = new Float32Array(FFT_SAMPLES / 2)
  #loud = 0
  #tones = 0

  constructor(track: MediaStreamTrack) {
    const context = new AudioContext()
    this.#analyser = new AnalyserNode(context, { fftSize: FFT_SAMPLES, smoothingTimeConstant: 0 })
    context.createMediaStreamSource(new MediaStream([track])).connect(this.#analyser)
    setInterval(() => this.#measure(), EVERY_MS)
  }

  /** Moments in which there was sound. */
  get loud(): number {
    return this.#loud
  }

  /** Those of them that were one tone. */
  get tones(): number {
    return this.#tones
  }

  #measure(): void {
    this.#analyser.getFloatTimeDomainData(this.#samples)
    if (this.#samples.reduce((sum, sample) => sum + sample * sample, 0) / FFT_SAMPLES < LOUD) return
    this.#loud++
    this.#analyser.getFloatFrequencyData(this.#decibels)
    const powers = Array.from(this.#decibels, (decibels) => 10 ** (decibels / 10))
    const peak = powers.indexOf(Math.max(...powers))
    const atPeak = sumOf(powers.slice(Math.max(0, peak - 1), peak + 2))
    if (atPeak > TONE_SHARE * sumOf(powers)) this.#tones++
  }
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0)
}
