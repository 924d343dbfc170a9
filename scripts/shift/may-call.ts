/** Our two countries, read from the number's own prefix: nothing of the server's decides with us. */
const PLACES = [
  { prefix: '+998', zone: 'Asia/Tashkent' },
  { prefix: '+98', zone: 'Asia/Tehran' },
] as const
/** Neither country's law names hours; the house's own (compliance design, presets IR and UZ). The end is exclusive. */
const HOURS = { from: '09:00', to: '20:00' } as const

const clocks = new Map(
  PLACES.map(({ prefix, zone }) => [
    prefix,
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  ]),
)

/** Whether it is within hours where this number is, at this instant, ISO 8601. A number of anywhere else may not be called. */
export function mayCall(number: string, at: string): boolean {
  const place = PLACES.find(({ prefix }) => number.startsWith(prefix))
  const time = place && clocks.get(place.prefix)?.format(new Date(at))
  return time !== undefined && time >= HOURS.from && time < HOURS.to
}
