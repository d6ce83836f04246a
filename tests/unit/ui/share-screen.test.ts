import { expect, it } from "vitest"
import { shareScreen } from "../../../src/ui/share-screen.ts"

const refusing = (name: string) => ({
  getDisplayMedia: async (): Promise<MediaStream> => {
    throw new DOMException("no", name)
  },
})

it("hands the engine no screen when it is to be shown no more", async () => {
  const shown: unknown[] = []
  const speaking = { showScreen: (track: unknown) => void shown.push(track) }
  expect(await shareScreen("off", speaking, refusing("NotAllowedError"))).toBe("done")
  expect(shown).toEqual([null])
})

it("takes it for no when the person closes the browser's dialogue, and throws what is a failure", async () => {
  const shown: unknown[] = []
  const speaking = { showScreen: (track: unknown) => void shown.push(track) }
  expect(await shareScreen("on", speaking, refusing("NotAllowedError"))).toBe("declined")
  await expect(shareScreen("on", speaking, refusing("NotReadableError"))).rejects.toThrow("no")
  expect(shown).toEqual([])
})
