// The little of SVG that our plots need.

export const INK = "#24292f"
export const FAINT = "#d0d7de"
/** Colours that people with any colour vision can tell apart (Okabe and Ito), then three more for whoever has many lines. */
export const COLOURS = [
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#cc79a7",
  "#56b4e9",
  "#e69f00",
  "#000000",
  "#8c8c8c",
  "#7b3294",
  "#a6611a",
] as const

export interface TextOptions {
  readonly anchor?: "start" | "middle" | "end"
  readonly colour?: string
  readonly weight?: "normal" | "bold"
}

export function text(x: number, y: number, content: string, options: TextOptions = {}): string {
  const { anchor = "start", colour = INK, weight = "normal" } = options
  const escaped = content.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" fill="${colour}" font-weight="${weight}">${escaped}</text>`
}

export function line(from: readonly [number, number], to: readonly [number, number], colour: string): string {
  const [x1, y1, x2, y2] = [...from, ...to].map(round)
  return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${colour}"/>`
}

export function rectangle(x: number, y: number, width: number, height: number, colour: string): string {
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${colour}"/>`
}

export function polyline(points: readonly (readonly [number, number])[], colour: string): string {
  const path = points.map((point) => point.map(round).join(",")).join(" ")
  return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`
}

/** A whole picture on white, so that it can be read on a dark page too. */
export function picture(width: number, height: number, parts: readonly string[]): string {
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="12">`
  return `${[head, rectangle(0, 0, width, height, "#ffffff"), ...parts, "</svg>"].join("\n")}\n`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
