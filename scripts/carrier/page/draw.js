/** An element with its attributes and what is in it; text is never read as markup. */
export function make(name, attributes = {}, ...inside) {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes))
    if (value !== false && value != null) element.setAttribute(key, value)
  element.append(...inside.filter((one) => one != null && one !== ''))
  return element
}

/** A number, an address or an identifier, which reads from left to right in any language. */
export const plain = (text) => make('bdi', { dir: 'ltr' }, String(text))

/** 75 as 1:15. */
export const writeSeconds = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`

/**
 * Fills a place with one element for each item. What has not changed stays as it is, so that whoever reads or has the
 * focus there is not disturbed.
 */
export function fill(place, items, keyOf, draw) {
  const known = new Map([...place.children].map((child) => [child.dataset.key, child]))
  const wanted = items.map((item) => {
    const [key, written] = [keyOf(item), JSON.stringify([item, document.documentElement.lang])]
    const old = known.get(key)
    if (old?.dataset.written === written) return old
    const made = draw(item)
    made.dataset.key = key
    made.dataset.written = written
    return made
  })
  if (wanted.length !== place.children.length || wanted.some((one, nth) => one !== place.children[nth]))
    place.replaceChildren(...wanted)
  const empty = place.closest('section, fieldset')?.querySelector('.empty')
  if (empty) empty.hidden = items.length > 0
}

/** Who hears whom in a room: a row for each who listens. */
export function drawRoom(room, words) {
  const { seats, hearing } = room
  const hears = new Set(hearing)
  const notes = (seat) =>
    [!seat.joined && words.waiting, seat.muted && words.muted, seat.hold && words.hold, seat.coaching && words.coaching]
      .filter(Boolean)
      .join(', ')
  const cell = (listener, speaker) => {
    if (listener === speaker) return make('td', { class: 'same' }, '–')
    const yes = hears.has(`${listener.sid}>${speaker.sid}`)
    return make(
      'td',
      { class: yes ? 'yes' : 'no' },
      make('span', { 'aria-hidden': 'true' }, yes ? '●' : '·'),
      make('span', { class: 'aside' }, yes ? words.hears : words.deaf),
    )
  }
  const name = (seat) => plain(seat.label ?? seat.who)
  return make(
    'div',
    {},
    make('h3', {}, plain(room.name)),
    make(
      'div',
      { class: 'wide' },
      make(
        'table',
        { class: 'matrix' },
        make(
          'thead',
          {},
          make(
            'tr',
            {},
            make('th', { scope: 'col' }, words.listener),
            ...seats.map((seat) => make('th', { scope: 'col' }, name(seat))),
          ),
        ),
        make(
          'tbody',
          {},
          ...seats.map((seat) =>
            make(
              'tr',
              {},
              make('th', { scope: 'row' }, name(seat), ' ', make('span', { class: 'note' }, notes(seat))),
              ...seats.map((other) => cell(seat, other)),
            ),
          ),
        ),
      ),
    ),
  )
}

/** A line of the truth log without what every line has. */
export function drawLine(line) {
  const { n: _n, at, event, ...facts } = line
  const text = Object.entries(facts)
    .map(([key, value]) => `${key}=${/^(CA|RE|CF)[0-9a-f]{32}$/.test(value) ? `${value.slice(0, 8)}…` : value}`)
    .join('  ')
  return make(
    'li',
    {},
    make('time', { datetime: at }, at.slice(11, 19)),
    make('span', {}, event),
    make('span', {}, text),
  )
}
