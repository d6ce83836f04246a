// What opens in a meeting when a host, or anybody, presses something: menus, questions, panels. In all windows.
// Leaves the pictures in .screenshots/.

import type { Locator } from "playwright"
import { expect, it } from "vitest"
import { describeViews } from "../harness/gallery/views.ts"

const PANEL = "Show people and security code"

describeViews((view) => {
  it("who waits stands above the code, with an answer to each and to all", async () => {
    await view.show("host-waiting")
    await view.press(PANEL)
    await view.page.getByRole("button", { name: "Let in Eva Brandt" }).waitFor()
    await view.expectSound("host-waiting-panel")
  })

  it("a person's menu says what a removal does before it is done", async () => {
    await view.show("host-locked")
    await view.press(PANEL)
    await view.press("What to do with Chidi")
    await view.page.getByRole("button", { name: "Remove", exact: true }).scrollIntoViewIfNeeded()
    await view.expectSound("host-person-menu")
    await view.press("Remove")
    await view.page.getByRole("button", { name: "Remove Chidi" }).scrollIntoViewIfNeeded()
    await view.expectSound("host-person-remove")
    await view.press("Remove Chidi")
    await view.page.getByText("You may not do that in this meeting").waitFor()
    await view.expectSound("host-order-failed")
  })

  it("what a host orders of the meeting asks before the link changes or all are sent away", async () => {
    await view.show("host-locked")
    await view.press("More")
    await view.page.getByRole("radio", { name: "Locked" }).waitFor()
    expect(await view.page.getByRole("radio", { name: "Locked" }).isChecked()).toBe(true)
    await view.expectSound("host-more")
    await view.press("Change the link")
    await view.press("End for all")
    await view.page.getByRole("button", { name: "End it for all" }).scrollIntoViewIfNeeded()
    await view.expectSound("host-more-asking")
  })

  it("a co-host finds nothing that takes the host key", async () => {
    await view.show("host-co-host")
    await view.press("More")
    await view.page.getByText("take the meeting’s host key").scrollIntoViewIfNeeded()
    expect(await view.page.getByRole("button", { name: "Change the link" }).count()).toBe(0)
    await view.expectSound("host-more-co-host")
  })

  it("a person's menu and the door are reached and left by keyboard", async () => {
    await view.show("host-locked")
    await view.page.getByRole("button", { name: PANEL }).focus()
    await view.page.keyboard.press("Enter")
    const menu = view.page.getByRole("button", { name: "What to do with Chidi" })
    await menu.focus()
    await view.page.keyboard.press("Enter")
    await expectFocus(view.page.getByRole("button", { name: "Compare a code with Chidi" }))
    const remove = view.page.getByRole("button", { name: "Remove", exact: true })
    await remove.focus()
    await view.page.keyboard.press("Enter")
    await view.page.keyboard.press("Tab")
    await expectFocus(view.page.getByRole("button", { name: "Remove Chidi" }))
    await view.page.keyboard.press("Escape")
    await expectFocus(remove)
    await view.page.keyboard.press("Escape")
    await expectFocus(menu)
    await view.page.keyboard.press("Escape")
    const opener = view.page.getByRole("button", { name: PANEL })
    await expectFocus(opener)

    await view.show("host-locked")
    await view.press("More")
    const locked = view.page.getByRole("radio", { name: "Locked" })
    await locked.focus()
    await view.page.keyboard.press("ArrowUp")
    await view.page.getByText("You may not do that in this meeting").waitFor()
    expect(await locked.isChecked()).toBe(true)
  })

  it("before the click it is said that a host has to let one in", async () => {
    await view.show("pre-join-ask")
    await view.page.getByText("a host lets you in").waitFor()
  })

  it("who waits is let in by keyboard, and what came of it is said", async () => {
    await view.show("host-waiting")
    await view.page.getByRole("button", { name: PANEL }).press("Enter")
    await view.page.getByRole("button", { name: "Let in Eva Brandt" }).press("Enter")
    await view.page.getByText("You may not do that in this meeting").waitFor()
  })

  it("a person's page is opened, answered and left by keyboard", async () => {
    await view.show("meeting-people")
    await view.page.getByRole("button", { name: PANEL }).press("Enter")
    await view.page.getByRole("button", { name: "What to do with Ben Okafor" }).press("Enter")
    await view.page.keyboard.press("Enter")
    await expectFocus(view.page.getByRole("heading", { name: "Compare with Ben Okafor" }))
    await view.page.getByRole("button", { name: "They match" }).press("Enter")
    await view.page.getByText("The code is the same").waitFor()
    await view.page.keyboard.press("Escape")
    await expectFocus(view.page.getByRole("heading", { name: "People and security code" }))
  })

  it("the forms of the own meetings are opened and left by keyboard", async () => {
    await view.show("my-meetings-one")
    for (const [opener, field] of [
      ["New meeting", "Name"],
      ["Export all", "Passphrase of the file"],
    ] as const) {
      const button = view.page.getByRole("button", { name: opener, exact: true })
      await button.press("Enter")
      await view.page.getByLabel(field, { exact: true }).focus()
      await view.page.getByRole("button", { name: "Cancel" }).press("Enter")
      await expectFocus(button)
    }
    await view.page.getByRole("button", { name: "More" }).press("Enter")
    const remove = view.page.getByRole("button", { name: "Delete", exact: true })
    await remove.press("Enter")
    await view.page.getByRole("button", { name: "Cancel" }).press("Enter")
    await expectFocus(remove)
  })

  it("a host who leaves is asked who goes on", async () => {
    await view.show("host-locked")
    await view.press("Leave")
    await view.page.getByRole("dialog", { name: "Leave the meeting?" }).waitFor()
    await view.expectSound("host-leave")
    await view.page.keyboard.press("Escape")
    await expectFocus(view.page.getByRole("button", { name: "Leave", exact: true }))
    await view.show("popup-meeting")
    await view.press("Leave")
    await view.page.getByRole("dialog", { name: "Leave the meeting?" }).waitFor()
    await view.expectSound("popup-leave")
  })

  it("the chat has its messages and an entry, and is closed where only hosts may write", async () => {
    await view.show("meeting-chat")
    await view.press("Show chat")
    const entry = view.page.getByRole("textbox", { name: "Message" })
    await expectFocus(entry)
    await entry.fill("x".repeat(1950))
    await view.page.getByText("50 characters left").waitFor()
    await view.expectSound("chat")
    await entry.press("Enter")
    expect(await entry.inputValue()).toBe("")
    await view.show("meeting-four")
    await view.press("Show chat")
    await view.expectSound("chat-empty")
    await view.show("member-hosts-only")
    await view.press("Show chat")
    await view.page.getByText("Only hosts may write in this meeting").waitFor()
    expect(await entry.count()).toBe(0)
    await view.expectSound("chat-hosts-only")
  })

  it("nobody who is no host sees an order, and each panel gives the focus back", async () => {
    await view.show("member-hosts-only")
    await view.press("More")
    expect(await view.page.getByRole("radio").count()).toBe(0)
    expect(await view.page.getByRole("button", { name: /all/i }).count()).toBe(0)
    await view.expectSound("member-more")
    await view.page.keyboard.press("Escape")
    await expectFocus(view.page.getByRole("button", { name: "More", exact: true }))
    await view.press(PANEL)
    await view.press("What to do with Chidi")
    expect(await view.page.getByRole("group", { name: "What to do with Chidi" }).getByRole("button").count()).toBe(1)
  })
})

async function expectFocus(control: Locator): Promise<void> {
  await expect.poll(() => control.evaluate((element) => document.activeElement === element)).toBe(true)
}
