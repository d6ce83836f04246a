// The page for people without the extension. Static, without any script: what a server could send here is what the
// extension exists to keep from running.

export const LANDING_HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
}

/** The same bytes for every request: nothing of the address gets into it. */
export const LANDING_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Wardroom</title>
<style>
  body { font: 1.05rem/1.6 system-ui, sans-serif; max-width: 36rem; margin: 12vh auto; padding: 0 1.5rem; color-scheme: light dark }
  h1 { font-size: 1.5rem }
</style>
<h1>This link opens in Wardroom</h1>
<p>It leads to an end-to-end encrypted meeting. Wardroom is a browser extension that holds the whole meeting client, so
that no server, this one included, can send you another one.</p>
<p>Install the extension in this browser, then open the link again. This page runs no script, and the part of the link
behind the # never reached this server.</p>
<p>If you have Wardroom and still see this page, it is switched off, or has crashed: reload it among your browser's
extensions. If somebody else may have seen this page's full address, ask the host to change the link.</p>
`
