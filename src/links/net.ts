// Which URLs are stopped. A net, not a parser: a rule that stops only correct links lets `?utm=`, a trailing slash or
// an eleventh digit through to the server, with the password. What is caught and wrong is explained on our own page.

/** The expression of public/rules.json (RE2, case-insensitive, sees the fragment too), and of the background. */
export const NET = "^https?://[^/?#]+/+join/+id-"

/** Where the rule holds. A frame is stopped too, and opens nothing: a page must not put a meeting into itself. */
export const NET_RESOURCE_TYPES = ["main_frame", "sub_frame"] as const

const net = new RegExp(NET, "i")

/** Whether a navigation to this URL is stopped. */
export function isInNet(url: string): boolean {
  return net.test(url)
}
