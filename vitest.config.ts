import { defineConfig } from "vitest/config"

/** One project per kind of test; all of them run in plain Node. */
export default defineConfig({
  test: {
    // Node warns that its ML-KEM may change; src/mls/ml-kem.ts looks whether it is there.
    execArgv: ["--disable-warning=ExperimentalWarning"],
    projects: [
      { test: { name: "unit", include: ["tests/unit/**/*.test.ts"] } },
      { test: { name: "vectors", include: ["tests/vectors/**/*.test.ts"] } },
      {
        test: {
          name: "scenarios",
          include: ["tests/scenarios/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
