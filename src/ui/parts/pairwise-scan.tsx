import type { Devices } from "../../meeting/snapshot.ts"
import { en } from "../strings/en.ts"
import { Button } from "./button.tsx"
import { ScanCode } from "./scan-code.tsx"

export interface PairwiseScanProps {
  readonly name: string
  /** Of the own camera. */
  readonly camera: Devices["camera"]
  readonly stream: () => MediaStream | null
  readonly isScanning: boolean
  readonly onScanning: (isScanning: boolean) => void
  readonly onTurnOn: () => void
  readonly onScanned: (content: string) => void
}

/** Reading the other's code with the own camera, which has to be on for it. */
export function PairwiseScan(props: PairwiseScanProps) {
  const { name, isScanning, onScanning } = props
  const words = en.people.page
  return (
    <>
      <Button onPress={() => onScanning(!isScanning)}>{isScanning ? words.stopScanning : words.scan(name)}</Button>
      {isScanning && <Camera {...props} />}
    </>
  )
}

function Camera({ camera, stream, onTurnOn, onScanned }: PairwiseScanProps) {
  const words = en.people.page
  const picture = camera === "on" ? stream() : null
  if (!picture) {
    return (
      <>
        <p class="soft">{words.cameraOff}</p>
        <Button onPress={onTurnOn}>{words.turnOn}</Button>
      </>
    )
  }
  return (
    <>
      <ScanCode stream={picture} onScanned={onScanned} />
      <p class="soft" role="status">
        {words.looking}
      </p>
    </>
  )
}
