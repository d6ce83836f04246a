// Cameras that tell people apart: Chromium plays a file in place of its fake camera, each person's in another colour.

import { writeFile } from "node:fs/promises"

export type Colour = "red" | "green" | "blue" | "white"

/** Red, green, blue of 0 to 255. */
export const COLOURS: Readonly<Record<Colour, readonly [number, number, number]>> = {
  red: [220, 30, 30],
  green: [30, 200, 30],
  blue: [30, 30, 220],
  white: [235, 235, 235],
}

const WIDTH = 320
const HEIGHT = 180
const FRAMES = 10
const FRAMES_PER_SECOND = 10

/** Writes the film (YUV4MPEG2, 4:2:0) and gives Chromium's argument for it. */
export async function colourCamera(path: string, colour: Colour): Promise<string> {
  const frames = Array.from({ length: FRAMES }, (_, number) => frame(COLOURS[colour], number))
  const header = `YUV4MPEG2 W${WIDTH} H${HEIGHT} F${FRAMES_PER_SECOND}:1 Ip A1:1 C420jpeg\n`
  await writeFile(path, Buffer.concat([Buffer.from(header), ...frames]))
  return `--use-file-for-fake-video-capture=${path}`
}

/** One colour, with a dark bar that moves along the lower edge, so that no two frames are the same. */
function frame([red, green, blue]: readonly [number, number, number], number: number): Buffer {
  const luma = Buffer.alloc(WIDTH * HEIGHT, 16 + (65.5 * red + 128.6 * green + 25 * blue) / 256)
  for (let y = HEIGHT - 16; y < HEIGHT; y++) {
    const x = number * (WIDTH / FRAMES)
    luma.fill(16, y * WIDTH + x, y * WIDTH + x + WIDTH / FRAMES)
  }
  const chroma = (WIDTH * HEIGHT) / 4
  const cb = Buffer.alloc(chroma, 128 + (-37.8 * red - 74.2 * green + 112 * blue) / 256)
  const cr = Buffer.alloc(chroma, 128 + (112 * red - 93.8 * green - 18.2 * blue) / 256)
  return Buffer.concat([Buffer.from("FRAME\n"), luma, cb, cr])
}
