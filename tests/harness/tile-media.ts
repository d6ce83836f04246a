// What really comes out of a tile: frames painted by its <video>, loudness of the stream in its <audio>.

import type { Page } from "playwright"

export interface TileMedia {
  readonly name: string
  readonly framesPerSecond: number
  /** Loudest moment: root mean square of a block, 0 to 1. */
  readonly soundLevel: number
}

/** What the engine says of its own switch to a new key. */
export interface KeySwitch {
  readonly epoch: string
  /** When the first frame was sealed under it: milliseconds of the epoch of time; null before. */
  readonly sendingAtMs: number | null
}

const PICTURE_WITHIN_MS = 10_000

/** Measures the tile of a person, in the tab that shows it, for `durationMs` from its first picture on. */
export async function measureTile(page: Page, name: string, durationMs: number): Promise<TileMedia> {
  // Without a picture the measurement is to say so, not the wait.
  await page.waitForFunction(showsPicture, name, { timeout: PICTURE_WITHIN_MS }).catch(() => null)
  return page.evaluate(measureInPage, { name, durationMs })
}

/** The newest epoch of the person whose tab this is. */
export async function readKeySwitch(page: Page): Promise<KeySwitch | null> {
  return page.evaluate(async () => {
    const engine = chrome.extension.getViews().find((view) => view.wardroomEngine !== undefined)?.wardroomEngine
    const newest = (await engine?.statistics())?.epochs.at(-1)
    return newest === undefined ? null : { epoch: newest.epoch, sendingAtMs: newest.sendingAt }
  })
}

/** Runs in the page, as the next one, and so may use nothing from outside. */
function showsPicture(name: string): boolean {
  const tiles = Array.from(document.querySelectorAll<HTMLElement>('[data-testid="tile"]'))
  const video = tiles.find((tile) => tile.dataset["name"] === name)?.querySelector("video")
  return (video?.currentTime ?? 0) > 0
}

async function measureInPage({ name, durationMs }: { name: string; durationMs: number }): Promise<TileMedia> {
  const tiles = Array.from(document.querySelectorAll<HTMLElement>('[data-testid="tile"]'))
  const video = tiles.find((tile) => tile.dataset["name"] === name)?.querySelector("video") ?? null
  const engine = chrome.extension.getViews().find((view) => view.wardroomEngine !== undefined)?.wardroomEngine
  const people = engine?.snapshot.phase === "meeting" ? engine.snapshot.people : []
  const person = people.find((candidate) => candidate.name === name)
  const stream = person ? engine?.stream(person.id, "microphone") : null
  // The element that plays it, not the stream alone: sound that nobody plays is no sound.
  const audio = Array.from(document.querySelectorAll("audio")).find(({ srcObject }) => srcObject === stream) ?? null

  let frames = 0
  const countFrame = (): void => {
    frames++
    video?.requestVideoFrameCallback(countFrame)
  }
  video?.requestVideoFrameCallback(countFrame)
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  if (stream && audio && !audio.paused) context.createMediaStreamSource(stream).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  let soundLevel = 0
  const startMs = performance.now()
  while (performance.now() - startMs < durationMs) {
    analyser.getFloatTimeDomainData(samples)
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
    soundLevel = Math.max(soundLevel, Math.sqrt(power))
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const seconds = (performance.now() - startMs) / 1000
  await context.close()
  return { name, framesPerSecond: frames / seconds, soundLevel }
}
