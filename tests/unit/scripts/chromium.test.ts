import { describe, expect, test } from "vitest"
import { silent } from "../../../scripts/progress.ts"
import { findChromium, loadsUnpackedExtensions } from "../../../scripts/toolchain/chromium.ts"
import { answers, describedMachine, fails } from "./described-machine.ts"

const PLAYWRIGHT = "/cache/ms-playwright/chrome"
const CHROMIUM = answers("Chromium 156.0.8078.79 built on Debian GNU/Linux 12")
const FOR_TESTING = answers("Google Chrome for Testing 156.0.8078.0")
const BRANDED = answers("Google Chrome 156.0.8078.79")

describe("findChromium", () => {
  test("takes the one that CHROMIUM names before any other", async () => {
    const machine = describedMachine({
      programs: { "/opt/chromium": CHROMIUM, [PLAYWRIGHT]: FOR_TESTING },
      env: { CHROMIUM: "/opt/chromium" },
    })
    await expect(findChromium(machine, silent, PLAYWRIGHT)).resolves.toMatchObject({ path: "/opt/chromium" })
  })

  test("refuses branded Chrome that CHROMIUM names", async () => {
    const machine = describedMachine({ programs: { "/opt/chrome": BRANDED }, env: { CHROMIUM: "/opt/chrome" } })
    await expect(findChromium(machine, silent, PLAYWRIGHT)).rejects.toMatchObject({ fault: "branded-browser" })
  })

  test("says that CHROMIUM names nothing", async () => {
    const machine = describedMachine({ env: { CHROMIUM: "/opt/none" } })
    await expect(findChromium(machine, silent, PLAYWRIGHT)).rejects.toMatchObject({ fault: "no-browser" })
  })

  test("takes Playwright's own before the system's", async () => {
    const machine = describedMachine({ programs: { "/usr/bin/chromium": CHROMIUM, [PLAYWRIGHT]: FOR_TESTING } })
    await expect(findChromium(machine, silent, PLAYWRIGHT)).resolves.toMatchObject({ path: PLAYWRIGHT })
  })

  test("passes over a branded browser that calls itself chromium", async () => {
    const machine = describedMachine({
      programs: { "/usr/bin/chromium": BRANDED, "/usr/bin/chromium-browser": CHROMIUM },
    })
    await expect(findChromium(machine, silent, PLAYWRIGHT)).resolves.toMatchObject({
      path: "/usr/bin/chromium-browser",
    })
  })

  test("installs the package on Debian as root", async () => {
    const machine = describedMachine({
      isRoot: true,
      programs: {
        "/usr/bin/dpkg": answers(""),
        "/usr/bin/apt-get": (args, install) => {
          if (args[0] === "install") install("/usr/bin/chromium", CHROMIUM)
          return ""
        },
      },
    })
    await expect(findChromium(machine, silent, PLAYWRIGHT)).resolves.toMatchObject({ path: "/usr/bin/chromium" })
  })

  test("installs Playwright's where it may not install packages", async () => {
    const machine = describedMachine({
      programs: {
        "/usr/bin/dpkg": answers(""),
        "/usr/bin/apt-get": fails,
        [process.execPath]: (_args, install) => {
          install(PLAYWRIGHT, FOR_TESTING)
          return ""
        },
      },
    })
    await expect(findChromium(machine, silent, PLAYWRIGHT)).resolves.toMatchObject({ path: PLAYWRIGHT })
    expect(machine.ran.some((command) => command.startsWith("/usr/bin/apt-get"))).toBe(false)
  })

  test("installs Playwright's where the package does not install", async () => {
    const machine = describedMachine({
      isRoot: true,
      programs: {
        "/usr/bin/dpkg": answers(""),
        "/usr/bin/apt-get": fails,
        [process.execPath]: (_args, install) => {
          install(PLAYWRIGHT, FOR_TESTING)
          return ""
        },
      },
    })
    await expect(findChromium(machine, silent, PLAYWRIGHT)).resolves.toMatchObject({ path: PLAYWRIGHT })
  })

  test("says how to go on where nothing can be installed", async () => {
    const machine = describedMachine({ programs: { [process.execPath]: fails } })
    const finding = findChromium(machine, silent, PLAYWRIGHT)
    await expect(finding).rejects.toMatchObject({ fault: "no-browser", message: expect.stringContaining("CHROMIUM") })
  })
})

test.each([
  ["Chromium 156.0.8078.79 built on Debian GNU/Linux 12", true],
  ["Google Chrome for Testing 156.0.8078.0", true],
  ["Google Chrome 156.0.8078.79", false],
  ["Google Chrome 156.0.8078.79 beta", false],
  ["Microsoft Edge 156.0.1.0", false],
  ["Brave Browser 156.1.80.1", false],
  ["", false],
])("%j loads unpacked extensions: %s", (version, expected) => {
  expect(loadsUnpackedExtensions(version)).toBe(expected)
})
