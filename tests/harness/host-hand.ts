// What a host does by hand in the meeting's tab, found by what it is called there.

import type { Locator } from "playwright"
import { expect } from "vitest"
import type { Person } from "./person.ts"

export type AdmissionWord = "Open" | "Ask" | "Locked"

const WITHIN = { timeout: 30_000, interval: 100 }
const PEOPLE = "Show people and security code"

/** Chooses who comes in, and waits until the meeting has it so. */
export async function chooseAdmission(host: Person, word: AdmissionWord): Promise<void> {
  const radio = host.page.getByRole("radio", { name: word, exact: true })
  await openMore(host)
  await radio.click()
  await host.page.waitForFunction(
    (input) => input instanceof HTMLInputElement && input.checked,
    await radio.elementHandle(),
  )
}

/** Opens the panel of that name where it is not open. */
export async function openMore(person: Person): Promise<void> {
  const closed = person.page.getByRole("button", { name: "More", exact: true })
  if (await closed.isVisible()) await closed.click()
}

/** Opens the list of people where it is not open. */
export async function openPeople(person: Person): Promise<void> {
  const closed = person.page.getByRole("button", { name: PEOPLE, exact: true })
  if (await closed.isVisible()) await closed.click()
  await person.page.getByTestId("roster").waitFor()
}

/** Presses one of the orders in the menu of somebody in the list. */
export async function orderOf(host: Person, name: string, order: string): Promise<void> {
  await openPeople(host)
  await press(host, `What to do with ${name}`)
  await host.page
    .getByRole("group", { name: `What to do with ${name}` })
    .getByRole("button", { name: order, exact: true })
    .click()
}

/** The line of somebody in the list of people. */
export function lineOf(person: Person, name: string): Locator {
  return person.page.getByTestId("roster").getByRole("listitem").filter({ hasText: name })
}

export async function press(person: Person, label: string): Promise<void> {
  await person.page.getByRole("button", { name: label, exact: true }).click()
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
