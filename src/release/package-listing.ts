// The paths of the installed package. Chromium lists them to an extension's pages (not to workers), so that a file that
// was added is noticed even though nothing that is verified would load it.

/** The part of `chrome.runtime.getPackageDirectoryEntry`'s entries that is used (File and Directory Entries API). */
interface Entry {
  readonly isDirectory: boolean
  readonly name: string
}

interface Directory extends Entry {
  createReader(): { readEntries(onEntries: (entries: Entry[]) => void, onError: (error: Error) => void): void }
}

/** All files below `directory`, with `/`; rejects when the browser cannot read it. */
export async function listPackage(directory: Directory, prefix = ""): Promise<readonly string[]> {
  const entries = await readAll(directory)
  const paths = entries.map(async (entry) => {
    const path = `${prefix}${entry.name}`
    return isDirectory(entry) ? listPackage(entry, `${path}/`) : [path]
  })
  return (await Promise.all(paths)).flat()
}

// A reader gives some entries at a time, and none when there are no more.
async function readAll(directory: Directory): Promise<readonly Entry[]> {
  const reader = directory.createReader()
  const all: Entry[] = []
  for (;;) {
    const entries = await new Promise<Entry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (entries.length === 0) return all
    all.push(...entries)
  }
}

/** `chrome.runtime` as a page of the extension has it; offscreen documents and workers, and Firefox, have less. */
interface ListingRuntime {
  readonly getPackageDirectoryEntry?: (callback: (directory: Directory) => void) => void
}

/** All paths of the installed package; null where this browser or this page cannot list them. */
export async function listInstalledPackage(runtime: ListingRuntime): Promise<readonly string[] | null> {
  if (!runtime.getPackageDirectoryEntry) return null
  const { promise, resolve } = Promise.withResolvers<Directory>()
  runtime.getPackageDirectoryEntry(resolve)
  return listPackage(await promise)
}

function isDirectory(entry: Entry): entry is Directory {
  return entry.isDirectory
}
