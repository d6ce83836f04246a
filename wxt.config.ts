// The package: its manifest (what the browser enforces for us) and how it is bundled.
// `wxt build` makes the development build, with a fixed id; `wxt build --mode store` the one for stores, without.

import { readdir, stat } from "node:fs/promises"
import { join, relative } from "node:path"
import { defineConfig, type UserManifest } from "wxt"
import { encodeSelfTest } from "./scripts/release/self-test.ts"
import { contentSecurityPolicy } from "./src/links/content-security-policy.ts"
import { nodeShims } from "./src/release/node/shim-plugin.ts"

const MAX_PACKAGE_BYTES = 2_000_000

/** Public half of the development key: fixes the id of development builds. Stores refuse a manifest that has one. */
const DEVELOPMENT_KEY =
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAlDv0ArK/QDMxfVASUX+BM34DYs/yVv58yCTfdGRvw0Xj8eB++8eAmQaNvH5NZBAM" +
  "nzashQxCj3RuB0tYzoxeZNsfJSEfdScdHO5IuRdojIus2T0u25CsRTXx+mUPoVkqJAkZ3NNqvGwh3r/pkzJ3iWCAoNQvrRuY0J9nDiZJZc94" +
  "Ef7QZBaPHKRHjyXMZNzSj0oS0CYpLR6IR1ZhVzyAJ1b8V8zq8ePejZICTI+Rc+36U40+zF7NINw15KKoGPa2ibRkQEKcJq+TXBKcghSU0rBM" +
  "rRi6j4v9HnmMMMqEp5oAW75PqjufehIIL+/JQIGfA3x4jdh1zTV8CmmlNGQBKQIDAQAB"

/**
 * Each file of a page is a round trip to the browser, and a link's page and its engine load at the same time: so all that
 * they share is one file, and all that pages share is another one.
 */
const CHUNKS = [
  {
    name: "shared",
    test: (id: string) => !OF_PAGES.test(relative(import.meta.dirname, id)),
    minShareCount: 2,
    priority: 1,
  },
  { name: "pages", minShareCount: 2 },
]
const OF_PAGES = /(?:^src[\\/]ui|node_modules[\\/](?:@?preact|lucide-static))[\\/]/

/** Final from the first release on: a later one would disable the extension until the user accepts it. */
const PERMISSIONS: UserManifest["permissions"] = [
  "declarativeNetRequest",
  "webNavigation",
  "offscreen",
  "storage",
  "scripting",
  "browsingData",
]

export default defineConfig({
  imports: false,
  outDirTemplate: "{{browser}}-mv{{manifestVersion}}{{modeSuffix}}",
  manifestVersion: 3,
  vite: ({ mode }) => ({
    // In development mode JSX has the sources' paths in it, which are each builder's own.
    oxc: { jsx: { runtime: "automatic", importSource: "preact", development: mode === "development" } },
    plugins: [nodeShims()],
    worker: { format: "es", plugins: () => [nodeShims()] },
    build: {
      target: "chrome141",
      minify: mode !== "development",
      sourcemap: false,
      modulePreload: { polyfill: false },
      rolldownOptions: { output: { codeSplitting: { groups: CHUNKS } } },
    },
  }),
  manifest: ({ browser, mode }) => ({
    name: "Wardroom",
    description: "End-to-end encrypted video meetings whose client no server can replace",
    permissions: browser === "firefox" ? PERMISSIONS.filter((permission) => permission !== "offscreen") : PERMISSIONS,
    optional_host_permissions: ["https://*/*", "http://localhost/*", "http://*.localhost/*", "http://127.0.0.1/*"],
    declarative_net_request: { rule_resources: [{ id: "links", enabled: true, path: "rules.json" }] },
    content_security_policy: { extension_pages: contentSecurityPolicy(browser) },
    cross_origin_opener_policy: { value: "same-origin" },
    ...(browser === "firefox" ? FIREFOX : { ...CHROMIUM, ...(mode === "store" ? {} : { key: DEVELOPMENT_KEY }) }),
  }),
  hooks: {
    "build:publicAssets": async (_, files) => {
      files.push({ relativeDest: "self-test.json", contents: await encodeSelfTest() })
    },
    "build:done": async (wxt) => {
      const bytes = await folderBytes(wxt.config.outDir)
      wxt.logger.info(`package: ${(bytes / 1000).toFixed(0)} kB of at most ${MAX_PACKAGE_BYTES / 1000} kB`)
      if (bytes > MAX_PACKAGE_BYTES)
        throw new RangeError(`package must be at most ${MAX_PACKAGE_BYTES} bytes, got ${bytes}`)
    },
  },
})

// `split`: an incognito window has a background, an engine and a storage of its own.
const CHROMIUM: UserManifest = { incognito: "split", minimum_chrome_version: "141" }

const FIREFOX: UserManifest = {
  browser_specific_settings: {
    gecko: {
      id: "wardroom@wardroom.invalid",
      strict_min_version: "140.0",
      data_collection_permissions: { required: ["none"] },
    },
  },
}

async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(file.parentPath, file.name))).size))
  return sizes.reduce((total, size) => total + size, 0)
}
