import { encodeQR } from "qr"

export interface QrCodeProps {
  readonly text: string
  /** What it is, for whoever does not see it. */
  readonly label: string
}

/** Modules of light around it, which readers need (ISO/IEC 18004 §6.3.8). */
const QUIET_ZONE = 4

/** A QR code, dark on light in both themes, since readers expect that. */
export function QrCode({ text, label }: QrCodeProps) {
  const rows = encodeQR(text, "raw", { ecc: "medium", border: QUIET_ZONE })
  return (
    <svg class="qr-code" role="img" aria-label={label} viewBox={`0 0 ${rows.length} ${rows.length}`}>
      <rect width="100%" height="100%" fill="#ffffff" />
      <path d={rows.map(darkRuns).join("")} fill="#000000" shape-rendering="crispEdges" />
    </svg>
  )
}

/** Each run of dark modules as one rectangle. */
function darkRuns(row: readonly boolean[], y: number): string {
  const line = row.map((isDark) => (isDark ? "#" : " ")).join("")
  return Array.from(line.matchAll(/#+/g), ({ index, 0: run }) => `M${index} ${y}h${run.length}v1h-${run.length}z`).join(
    "",
  )
}
