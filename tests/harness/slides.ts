// A green page that changes all the time, to be shown to others.

import type { BrowserContext } from "playwright"

const TITLE = "Slides to show"
const PAGE = `data:text/html,<title>${TITLE}</title><body style="background:rgb(30,200,30)"><p id=n></p>
<script>let n=0;setInterval(()=>{document.getElementById("n").textContent=n++},50)</script>`

/** Has Chromium choose the slides, in place of its own dialogue, which no test can press. */
export const CHOOSE_SLIDES = [`--auto-select-tab-capture-source-by-title=${TITLE}`]

/** Opens them in a tab of their own. */
export async function openSlides(context: BrowserContext): Promise<void> {
  const page = await context.newPage()
  await page.goto(PAGE)
}
