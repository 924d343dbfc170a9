import type { House } from '../harness/house.ts'

/** A centre of Tehran that calls its own former customers, who answer at once and have so long to talk, seconds. */
export async function openCentre({ app, carrier }: House, talkSeconds: number): Promise<void> {
  const where = { currency: 'IRR', region: 'IR', zone: 'Asia/Tehran' } as const
  await app.programme.setInstallation({ name: 'Test House', ...where, callsOwnFormerCustomers: true })
  carrier.setPersona('*', { kind: 'answers', ringSeconds: 1, talkSeconds, temper: 'warm', saysStop: false })
}
