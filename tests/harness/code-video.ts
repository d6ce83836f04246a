// A camera that looks at a QR code: Chromium plays a file in place of its fake camera, and opens it anew each time the
// camera is turned on.

import { writeFile } from "node:fs/promises"

const WIDTH = 640
const HEIGHT = 480
const MODULE = 9
const [DARK, LIGHT, WALL] = [40, 215, 120] as const

/** Chromium's argument for whatever film lies at the path. */
export function filmCamera(path: string): string {
  return `--use-file-for-fake-video-capture=${path}`
}

/** Writes a film (YUV4MPEG2, 4:2:0) of a code in front of a wall, or of the wall alone. */
export async function writeFilm(path: string, code: readonly (readonly boolean[])[]): Promise<void> {
  const luma = Buffer.alloc(WIDTH * HEIGHT, WALL)
  const [left, top] = [Math.floor((WIDTH - code.length * MODULE) / 2), Math.floor((HEIGHT - code.length * MODULE) / 2)]
  for (const [row, modules] of code.entries()) {
    for (const [column, isDark] of modules.entries()) {
      for (let line = 0; line < MODULE; line++) {
        const at = (top + row * MODULE + line) * WIDTH + left + column * MODULE
        luma.fill(isDark ? DARK : LIGHT, at, at + MODULE)
      }
    }
  }
  const frame = Buffer.concat([Buffer.from("FRAME\n"), luma, Buffer.alloc((WIDTH * HEIGHT) / 2, 128)])
  const header = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`)
  await writeFile(path, Buffer.concat([header, frame, frame]))
}

/** The modules of a code as the page draws it: runs "Mx yhw…" of dark ones in a square of `size`. */
export function modulesOf(path: string, size: number): readonly (readonly boolean[])[] {
  const rows = Array.from({ length: size }, () => Array.from({ length: size }, () => false))
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v/g)) {
    for (let column = Number(x); column < Number(x) + Number(width); column++) {
      const row = rows[Number(y)]
      if (row) row[column] = true
    }
  }
  return rows
}
