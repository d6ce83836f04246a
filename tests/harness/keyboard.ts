// A keyboard and nothing else: whatever Tab does not reach cannot be used.

import type { Locator, Page } from "playwright"

/** More stops than any page has. */
const MAX_STOPS = 120

/** Presses Tab until the keyboard is on this control; throws where it is no stop of the page. */
async function tabTo(page: Page, control: Locator): Promise<void> {
  await control.waitFor()
  for (let stops = 0; stops <= MAX_STOPS; stops++) {
    if (await isFocused(control)) return
    await page.keyboard.press("Tab")
  }
  throw new Error(`the keyboard does not reach ${String(control)}`)
}

/** Goes to a button and presses it. */
export async function pressButton(page: Page, button: Locator): Promise<void> {
  await tabTo(page, button)
  await page.keyboard.press("Enter")
}

/** Goes to a box to tick, and ticks it or takes the tick away. */
export async function tick(page: Page, box: Locator): Promise<void> {
  await tabTo(page, box)
  await page.keyboard.press("Space")
}

/** Goes to a group of radio buttons, of which the keyboard stops at one, and chooses this one without choosing another before. */
export async function choose(page: Page, radio: Locator): Promise<void> {
  const chosen = page.locator(`input[type="radio"][name="${await radio.getAttribute("name")}"]:checked`)
  await tabTo(page, chosen)
  const [{ index: from, count }, { index: to }] = [
    await chosen.evaluate(placeInGroup),
    await radio.evaluate(placeInGroup),
  ]
  const steps = (to - from + count) % count // the arrows go round, and choose where they come by
  if (steps === 1) return page.keyboard.press("ArrowDown")
  if (steps === count - 1) return page.keyboard.press("ArrowUp")
  if (steps !== 0) throw new TypeError("there is another one between, both ways")
}

/** Goes to a list to choose from and types the beginning of what is wanted. */
export async function chooseOption(page: Page, list: Locator, word: string): Promise<void> {
  await tabTo(page, list)
  await page.keyboard.type(word)
}

function isFocused(control: Locator): Promise<boolean> {
  return control.evaluate((element) => element === element.ownerDocument.activeElement)
}

function placeInGroup(radio: Element): { readonly index: number; readonly count: number } {
  const group = Array.from(document.querySelectorAll(`input[type="radio"][name="${radio.getAttribute("name")}"]`))
  return { index: group.indexOf(radio), count: group.length }
}
