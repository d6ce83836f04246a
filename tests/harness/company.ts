// Some people in one group at a real service, which can be killed and started again under them.

import type { ServiceOptions } from "../../server/service.ts"
import { Participant } from "./participant.ts"
import { createMeeting, makeKeys, type MadeMeeting, openService, restartService, type TestService } from "./service.ts"

export class Company {
  service: TestService
  readonly made: MadeMeeting

  private constructor(service: TestService, made: MadeMeeting) {
    this.service = service
    this.made = made
  }

  static async open(options: Partial<ServiceOptions> = {}, settings?: Parameters<typeof createMeeting>[1]) {
    const service = await openService(options)
    return new Company(service, await createMeeting(service, settings))
  }

  async person(role: "host" | "guest" = "guest"): Promise<Participant> {
    return new Participant(this.service, this.made, await makeKeys(), role)
  }

  /** Three in the group, in the order of their leaves; all know that its epoch 2 is final. */
  async trio(role: "host" | "guest" = "guest"): Promise<[Participant, Participant, Participant]> {
    const people: [Participant, Participant, Participant] = [
      await this.person(role),
      await this.person(),
      await this.person(),
    ]
    const [alice, bob, charlie] = people
    await alice.join()
    await bob.join()
    await charlie.join()
    await Promise.all([alice.caller.heard("joined", 2), bob.caller.heard("joined", 2), charlie.caller.heard("joined")])
    await this.settled(people)
    return people
  }

  async settled(people: readonly Participant[]): Promise<void> {
    await Promise.all(people.map((one) => one.settled()))
  }

  /** The service is killed under them and started again. */
  async restart(people: readonly Participant[], options: Partial<ServiceOptions> = {}): Promise<void> {
    const callers = people.map(({ caller }) => caller)
    this.service = await restartService(this.service, callers, options)
  }

  /** The same person with a new socket. */
  again(old: Participant): Participant {
    return new Participant(this.service, this.made, old.identity)
  }

  /** After a restart they return at the same time, and hear which epoch goes on. */
  async comeBack<P extends readonly Participant[]>(people: P): Promise<{ [K in keyof P]: Participant }> {
    const returned = people.map((old) => ({ old, one: this.again(old) }))
    await Promise.all(returned.map(({ old, one }) => one.resume(old)))
    await Promise.all(returned.map(({ one }) => one.caller.heard("final")))
    const all = returned.map(({ one }) => one)
    await this.settled(all)
    return all as { [K in keyof P]: Participant } // as many as came
  }
}
