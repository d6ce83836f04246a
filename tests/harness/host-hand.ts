// What a host does in the meeting's tab by the keyboard alone, found by what it is called there.

import type { Locator } from "playwright"
import { expect } from "vitest"
import { choose, pressButton, tick } from "./keyboard.ts"
import type { Person } from "./person.ts"

export type AdmissionWord = "Open" | "Ask" | "Locked"

const WITHIN = { timeout: 30_000, interval: 100 }
const PEOPLE = "Show people and security code"

/** Chooses who comes in, and waits until the meeting has it so. */
export async function chooseAdmission(host: Person, word: AdmissionWord): Promise<void> {
  const radio = host.page.getByRole("radio", { name: word, exact: true })
  await openMore(host)
  await choose(host.page, radio)
  await host.page.waitForFunction(
    (input) => input instanceof HTMLInputElement && input.checked,
    await radio.elementHandle(),
  )
}

/** Says that everybody may do this, or takes it back, and waits until the meeting has it so. */
export async function switchRight(host: Person, word: string): Promise<void> {
  const box = host.page.getByRole("checkbox", { name: word, exact: true })
  await openMore(host)
  await box.waitFor()
  const isWanted = !(await box.isChecked())
  await tick(host.page, box)
  await expect.poll(() => box.isChecked(), WITHIN).toBe(isWanted)
}

/** Opens the panel of that name where it is not open. */
export async function openMore(person: Person): Promise<void> {
  const closed = person.page.getByRole("button", { name: "More", exact: true })
  if (await closed.isVisible()) await pressButton(person.page, closed)
}

/** Opens the list of people where it is not open. */
export async function openPeople(person: Person): Promise<void> {
  const closed = person.page.getByRole("button", { name: PEOPLE, exact: true })
  if (await closed.isVisible()) await pressButton(person.page, closed)
  await person.page.getByTestId("roster").waitFor()
}

/** Presses one of the orders in the menu of somebody in the list. */
export async function orderOf(host: Person, name: string, order: string): Promise<void> {
  await openPeople(host)
  await press(host, `What to do with ${name}`)
  const menu = host.page.getByRole("group", { name: `What to do with ${name}` })
  await pressButton(host.page, menu.getByRole("button", { name: order, exact: true }))
}

/** Somebody's picture, name and sound in the middle of the page. */
export function tileOf({ page }: Person, name: string): Locator {
  return page.locator(`[data-testid="tile"][data-name="${name}"]`)
}

/** The line of somebody in the list of people. */
export function lineOf(person: Person, name: string): Locator {
  return person.page.getByTestId("roster").locator("> li").filter({ hasText: name })
}

/** Presses the button of this name. */
export async function press({ page }: Person, label: string): Promise<void> {
  await pressButton(page, page.getByRole("button", { name: label, exact: true }))
}

/** Opens the link and presses `Join`, whatever comes of it. */
export async function knock(person: Person, link: string): Promise<void> {
  await person.openLink(link)
  await pressJoin(person)
}

/** Presses `Join` on the pre-join page, whatever comes of it. */
export async function pressJoin(person: Person): Promise<void> {
  await person.page.getByRole("textbox", { name: "Your name" }).fill(person.name)
  await press(person, "Join")
}

/** Waits for the page with this heading. */
export async function reads({ page }: Person, heading: string): Promise<void> {
  await expect.poll(() => page.getByRole("heading", { level: 1 }).first().innerText(), WITHIN).toBe(heading)
}

/** Waits until somebody is in the meeting. */
export async function isIn(person: Person): Promise<void> {
  await person.page.getByRole("button", { name: "Leave", exact: true }).waitFor()
}
