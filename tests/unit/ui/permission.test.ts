import { describe, expect, it } from "vitest"
import { askForDevices } from "../../../src/ui/permission.ts"

/** A browser with these devices and permissions; notes what it was asked and which tracks were stopped. */
function browserWith(devices: readonly string[], permission: PermissionState) {
  const asked: string[] = []
  let running = 0
  const getUserMedia = async (constraints: MediaStreamConstraints): Promise<MediaStream> => {
    const kinds = Object.entries(constraints).flatMap(([kind, wanted]) => (wanted ? [kind] : []))
    asked.push(kinds.join("+"))
    if (kinds.some((kind) => !devices.includes(kind))) throw new DOMException("none", "NotFoundError")
    running += kinds.length
    const tracks = kinds.map(() => ({ stop: () => void running-- }))
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as much of a stream as is used
    return { getTracks: () => tracks } as unknown as MediaStream
  }
  return { asked, running: () => running, asker: { query: async () => permission, getUserMedia } }
}

describe("the tab's prompt for devices", () => {
  it("asks once for both and stops what it captured", async () => {
    const { asked, running, asker } = browserWith(["audio", "video"], "prompt")
    await askForDevices(asker)
    expect(asked).toEqual(["audio+video"])
    expect(running()).toBe(0)
  })

  it("asks for each alone where one is missing", async () => {
    const { asked, running, asker } = browserWith(["audio"], "prompt")
    await askForDevices(asker)
    expect(asked).toEqual(["audio+video", "audio", "video"])
    expect(running()).toBe(0)
  })

  it.each(["granted", "denied"] as const)("asks nothing where it is %s already", async (permission) => {
    const { asked, asker } = browserWith(["audio", "video"], permission)
    await askForDevices(asker)
    expect(asked).toEqual([])
  })
})
