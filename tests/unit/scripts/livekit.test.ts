import { describe, expect, test } from "vitest"
import { silent } from "../../../scripts/progress.ts"
import { cachedPath, findLiveKit, isNewEnough, LIVEKIT_VERSION } from "../../../scripts/toolchain/livekit.ts"
import { answers, describedMachine, fails } from "./described-machine.ts"

const CACHED = `/home/ana/.cache/wardroom/livekit-server-v${LIVEKIT_VERSION}`
const CURRENT = answers(`livekit-server version ${LIVEKIT_VERSION}`)

describe("findLiveKit", () => {
  test("takes the one in PATH", async () => {
    const machine = describedMachine({ programs: { "/usr/bin/livekit-server": CURRENT, [CACHED]: CURRENT } })
    await expect(findLiveKit(machine, silent)).resolves.toBe("/usr/bin/livekit-server")
  })

  test("takes the cached one when that in PATH is too old", async () => {
    const old = answers("livekit-server version 1.12.9")
    const machine = describedMachine({ programs: { "/usr/bin/livekit-server": old, [CACHED]: CURRENT } })
    await expect(findLiveKit(machine, silent)).resolves.toBe(CACHED)
  })

  test("builds the pinned version with Go and keeps it", async () => {
    const machine = describedMachine({
      programs: {
        "/usr/bin/go": (_args, install) => {
          install("/home/ana/.cache/wardroom/tmp-1/server", CURRENT)
          return ""
        },
      },
    })
    await expect(findLiveKit(machine, silent)).resolves.toBe(CACHED)
    await expect(findLiveKit(machine, silent)).resolves.toBe(CACHED)
    expect(machine.ran).toEqual([
      `/usr/bin/go install github.com/livekit/livekit-server/cmd/server@v${LIVEKIT_VERSION}`,
    ])
  })

  test("says what to install where there is no Go", async () => {
    const finding = findLiveKit(describedMachine({}), silent)
    await expect(finding).rejects.toMatchObject({ fault: "no-livekit", message: expect.stringContaining("Go 1.26") })
  })

  test("says that the build failed, and why", async () => {
    const finding = findLiveKit(describedMachine({ programs: { "/usr/bin/go": fails } }), silent)
    await expect(finding).rejects.toMatchObject({ fault: "no-livekit", cause: { fault: "command-failed" } })
  })
})

test("the cache is where each system keeps caches", () => {
  expect(cachedPath(describedMachine({ env: { XDG_CACHE_HOME: "/var/xdg" } }))).toMatch(/^\/var\/xdg\/wardroom\//)
  expect(cachedPath(describedMachine({ platform: "darwin" }))).toMatch(/^\/home\/ana\/Library\/Caches\/wardroom\//)
  expect(cachedPath(describedMachine({ platform: "win32", env: { LOCALAPPDATA: "C:/Local" } }))).toMatch(/\.exe$/)
})

test.each([
  ["livekit-server version 1.13.5", true],
  ["livekit-server version 1.13.6", true],
  ["livekit-server version 1.14.0", true],
  ["livekit-server version 1.13.4", false],
  ["livekit-server version 2.0.0", false],
  ["", false],
])("%j is new enough: %s", (answer, expected) => {
  expect(isNewEnough(answer)).toBe(expected)
})
