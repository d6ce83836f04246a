// Watches a meeting tab from one moment on: every frame that a tile paints, the sound behind it, every word of refusal.
// Tests wait until it has seen enough, and look in the end whether it ever saw something that must not be.

import type { Page } from "playwright"
import { COLOURS, type Colour } from "./colour-video.ts"

interface WatchedTile {
  /** Frames painted under this name, by the colour they had. */
  readonly colours: Partial<Record<Colour | "none", number>>
  /** Loudest moment of the stream that its <audio> plays: root mean square of a block, 0 to 1. */
  loudest: number
  /** Whether its speaking ring was ever shown. */
  hasSpoken: boolean
}

export interface Watched {
  tiles: Record<string, WatchedTile>
  /** Whatever a tile or a notice said of something refused. */
  readonly refusals: string[]
}

declare global {
  interface Window {
    wardroomWatch?: Watched
  }
}

/** Begins to watch; a reload of the tab ends it. */
export async function watchTiles(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.wardroomWatch = { tiles: {}, refusals: [] }
  })
  await page.evaluate(watchFrames, COLOURS)
  await page.evaluate(watchSound)
  await page.evaluate(watchWords)
}

/** What was seen so far, by the names on the tiles. */
export async function readTiles(page: Page): Promise<Readonly<Watched>> {
  return page.evaluate(() => window.wardroomWatch ?? { tiles: {}, refusals: [] })
}

/** Counts frames and sound anew; refusals stay. */
export async function forgetTiles(page: Page): Promise<void> {
  await page.evaluate(() => {
    if (window.wardroomWatch) window.wardroomWatch.tiles = {}
  })
}

// The functions below run in the page and so may use nothing from outside.

function watchFrames(colours: Readonly<Record<Colour, readonly [number, number, number]>>): void {
  const followed = new WeakSet<HTMLVideoElement>()
  const pixels = new OffscreenCanvas(4, 4).getContext("2d", { willReadFrequently: true })

  const colourOf = (video: HTMLVideoElement): Colour | "none" => {
    pixels?.drawImage(video, 0, 0, 4, 4)
    const data = pixels?.getImageData(1, 1, 1, 1).data ?? []
    for (const colour of ["red", "green", "blue", "white"] as const) {
      if (colours[colour].every((value, channel) => Math.abs(value - (data[channel] ?? -1000)) < 70)) return colour
    }
    return "none"
  }

  const follow = (video: HTMLVideoElement): void => {
    followed.add(video)
    const handleFrame = (): void => {
      const name = video.closest<HTMLElement>('[data-testid="tile"]')?.dataset["name"]
      if (name !== undefined && window.wardroomWatch) {
        const tile = (window.wardroomWatch.tiles[name] ??= { colours: {}, loudest: 0, hasSpoken: false })
        const colour = colourOf(video)
        tile.colours[colour] = (tile.colours[colour] ?? 0) + 1
      }
      video.requestVideoFrameCallback(handleFrame)
    }
    video.requestVideoFrameCallback(handleFrame)
  }

  const look = (): void => {
    for (const video of document.querySelectorAll("video")) if (!followed.has(video)) follow(video)
  }
  new MutationObserver(look).observe(document, { subtree: true, childList: true })
  look()
}

function watchSound(): void {
  const context = new AudioContext()
  const analysers = new WeakMap<MediaStream, AnalyserNode>()

  const loudness = (stream: MediaStream): number => {
    const analyser = analysers.get(stream) ?? context.createAnalyser()
    if (!analysers.has(stream)) context.createMediaStreamSource(stream).connect(analyser)
    analysers.set(stream, analyser)
    const samples = new Float32Array(analyser.fftSize)
    analyser.getFloatTimeDomainData(samples)
    return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)
  }

  setInterval(() => {
    const engine = chrome.extension.getViews().find((view) => view.wardroomEngine !== undefined)?.wardroomEngine
    const people = engine?.snapshot.phase === "meeting" ? engine.snapshot.people : []
    const played = Array.from(document.querySelectorAll("audio")).filter(({ paused }) => !paused)
    for (const { id, name, isYou } of people) {
      const stream = isYou ? null : engine?.stream(id, "microphone")
      // The element that plays it, not the stream alone: sound that nobody plays is no sound.
      if (!stream || !window.wardroomWatch || !played.some(({ srcObject }) => srcObject === stream)) continue
      const tile = (window.wardroomWatch.tiles[name ?? ""] ??= { colours: {}, loudest: 0, hasSpoken: false })
      tile.loudest = Math.max(tile.loudest, loudness(stream))
    }
  }, 40)
}

function watchWords(): void {
  const watch = window.wardroomWatch
  const look = (): void => {
    for (const place of document.querySelectorAll<HTMLElement>('[data-testid="tile"], [role="status"]')) {
      const text = place.textContent ?? ""
      if (text.includes("refused") && !watch?.refusals.includes(text)) watch?.refusals.push(text)
    }
    for (const tile of document.querySelectorAll<HTMLElement>('[data-testid="tile"][data-speaking="true"]')) {
      const seen = watch && (watch.tiles[tile.dataset["name"] ?? ""] ??= { colours: {}, loudest: 0, hasSpoken: false })
      if (seen) seen.hasSpoken = true
    }
  }
  const attributeFilter = ["data-speaking"]
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true, attributeFilter })
  look()
}
