// The repository's own sources and what they import, read as text.

import { glob, readFile } from "node:fs/promises"
import { dirname, join, posix } from "node:path"
import { PROJECT_FOLDER } from "../../../scripts/toolchain/machine.ts"

export interface Source {
  /** From the project's root, with `/`. */
  readonly path: string
  readonly text: string
  readonly imports: readonly string[]
}

/** An import statement, an export from, a dynamic import; oxfmt writes all of them with double quotes. */
const IMPORT = /(?:^(?:import|export)\b[^"'`;]*?\bfrom\s+|^import\s+|\bimport\(\s*)"([^"\n]+)"/gm

/** All sources below these folders and files directly in the root. */
export async function readSources(...folders: readonly string[]): Promise<readonly Source[]> {
  const patterns = folders.map((folder) => `${folder}/**/*.{ts,tsx,mjs,css}`)
  const paths: string[] = []
  for await (const path of glob(patterns, { cwd: PROJECT_FOLDER })) paths.push(path.replaceAll("\\", "/"))
  return Promise.all(
    paths.sort().map(async (path) => {
      const text = await readProjectFile(path)
      return { path, text, imports: importsOf(text) }
    }),
  )
}

export function readProjectFile(path: string): Promise<string> {
  return readFile(join(PROJECT_FOLDER, path), "utf8")
}

/** The specifiers that a module imports, in order. */
export function importsOf(text: string): readonly string[] {
  return Array.from(text.matchAll(IMPORT), ([, specifier]) => specifier ?? "")
}

/** Where a relative import leads, from the project's root; null for a package. */
export function resolveImport(source: Source, specifier: string): string | null {
  return specifier.startsWith(".") ? posix.join(dirname(source.path), specifier) : null
}

/** The package of a bare import: `node:fs` as it is, `@scope/name/part` as `@scope/name`. */
export function packageOf(specifier: string): string {
  if (specifier.startsWith("node:")) return specifier
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/")
}
