// How many of the pictures that a <video> paints are those of the browser's test camera: light green on dark green.

const SIDE = 8
const DARK_GREEN = 160
const LIGHT_GREEN = 200
const NOT_GREEN = 100

export class Likeness {
  readonly #video: HTMLVideoElement
  readonly #pixels = new OffscreenCanvas(SIDE, SIDE).getContext("2d", { willReadFrequently: true })
  #alike = 0

  constructor(video: HTMLVideoElement) {
    this.#video = video
    this.#follow()
  }

  get alike(): number {
    return this.#alike
  }

  #follow(): void {
    this.#video.requestVideoFrameCallback(() => {
      if (this.#isOfTestCamera()) this.#alike++
      this.#follow()
    })
  }

  #isOfTestCamera(): boolean {
    this.#pixels?.drawImage(this.#video, 0, 0, SIDE, SIDE)
    const data = this.#pixels?.getImageData(0, 0, SIDE, SIDE).data ?? new Uint8ClampedArray()
    const greens = data.filter((_, index) => index % 4 === 1)
    const others = data.filter((_, index) => index % 4 === 0 || index % 4 === 2)
    return (
      others.every((value) => value < NOT_GREEN) &&
      greens.some((value) => value < DARK_GREEN) &&
      greens.some((value) => value > LIGHT_GREEN)
    )
  }
}
