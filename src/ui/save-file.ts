/** Puts a file among the browser's downloads; what it holds leaves this page no other way. */
export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content)
  const anchor = Object.assign(document.createElement("a"), { href: address, download: name })
  anchor.click()
  URL.revokeObjectURL(address)
}
