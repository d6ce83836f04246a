// Whether the installed packages are the locked ones: npm keeps in node_modules/.package-lock.json what it
// installed, and writes it last, so an interrupted or older installation differs from package-lock.json.

/**
 * @typedef {import("./lockfile.d.mts").Lockfile} Lockfile
 */

/**
 * The number of locked packages that are not installed as locked; 0 when nothing is to be done.
 * Optional packages may be absent (those of other platforms are) but not differ.
 * @param {Lockfile} locked package-lock.json
 * @param {Lockfile | null} installed node_modules/.package-lock.json, null when there is none
 */
export function changedPackages(locked, installed) {
  return Object.entries(locked.packages).filter(([path, wanted]) => {
    if (path === "") return false
    const found = installed?.packages[path]
    if (found === undefined) return wanted.optional !== true
    return found.version !== wanted.version || found.integrity !== wanted.integrity
  }).length
}
