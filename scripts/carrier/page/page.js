import { drawLine, drawRoom, fill, make, plain, writeSeconds } from '/draw.js'
import { WORDS } from '/words.js'

const LANGUAGE = 'network-page-language'
const at = (id) => document.getElementById(id)
let language = localStorage.getItem(LANGUAGE) === 'fa' ? 'fa' : 'en'
let words = WORDS[language]
let shown = null
/** The call that the keys and buttons act on. */
let chosen = null

async function steer(path, body, method = 'POST') {
  const reply = await fetch(`/_sim/${path}`, { method, body: JSON.stringify(body) })
  const told = await reply.json()
  const unheard = path === 'digits' && told.heard === false
  at('said').textContent = reply.ok ? (unheard ? words.unheard : words.done) : words.failed + told.error
  return reply.ok ? told : null
}

/** Calls of people that are steered here: who rings in by hand, and whoever is rung while we answer for them. */
const isMine = (leg) => leg.byHand && !leg.over && !leg.agent

const stateOf = (leg) =>
  make(
    'span',
    { class: `state ${leg.over ? 'over' : leg.status === 'in-progress' ? 'on' : leg.status}` },
    words.status[leg.status] ?? leg.status,
  )

function placeOf(leg) {
  const queue = shown.queues.find(({ members }) => members.some(({ sid }) => sid === leg.sid))
  const where = leg.room ? plain(leg.room) : queue ? make('span', {}, words.inQueue, ' ', plain(queue.name)) : ''
  const notes = [leg.hears && words.sound, leg.awaitsKeys && words.awaitsKeys].filter(Boolean).join(', ')
  return make('td', {}, where, where && notes ? ' ' : '', make('span', { class: 'note' }, notes))
}

const drawLeg = (leg) =>
  make(
    'tr',
    { class: leg.over ? 'over' : '' },
    make('td', {}, stateOf(leg)),
    make('td', {}, plain(leg.from)),
    make('td', {}, plain(leg.to)),
    placeOf(leg),
    make('td', {}, plain(writeSeconds(leg.seconds))),
  )

function drawMine(leg) {
  const radio = make('input', { type: 'radio', name: 'chosen', value: leg.sid })
  radio.checked = leg.sid === chosen
  radio.addEventListener('change', () => {
    chosen = leg.sid
    drawButtons()
  })
  return make(
    'label',
    {},
    radio,
    make('span', {}, plain(leg.direction === 'inbound' ? leg.from : leg.to), ' ', stateOf(leg)),
  )
}

function drawButtons() {
  const leg = shown?.legs.find(({ sid }) => sid === chosen)
  const rings = leg?.status === 'ringing' && leg.direction !== 'inbound'
  for (const button of at('acts').children) button.disabled = !leg || (button.dataset.act === 'hangup' ? false : !rings)
  for (const button of at('keys').children) button.disabled = leg?.status !== 'in-progress'
}

function draw() {
  if (!shown) return
  at('now').textContent = shown.now.slice(0, 19).replace('T', ' ')
  const { numbers, legs } = shown
  const select = at('ring-in').elements.to
  if ([...select.options].map(({ value }) => value).join() !== numbers.join())
    select.replaceChildren(...numbers.map((number) => make('option', {}, number)))
  at('no-numbers').hidden = numbers.length > 0
  const mine = legs.filter(isMine)
  if (!mine.some(({ sid }) => sid === chosen)) chosen = mine[0]?.sid ?? null
  const key = ({ sid }) => sid
  fill(
    at('mine-list'),
    mine.map(({ seconds: _, hears: __, awaitsKeys: ___, ...leg }) => ({ ...leg, chosen })),
    key,
    drawMine,
  )
  fill(at('legs'), legs, key, drawLeg)
  fill(at('rooms'), shown.rooms, key, (room) => drawRoom(room, words))
  fill(at('queues'), shown.queues, key, drawQueue)
  fill(at('recordings'), shown.recordings, key, drawRecording)
  fill(at('lines').firstElementChild, [...shown.lines].reverse(), ({ n }) => String(n), drawLine)
  drawButtons()
}

const drawQueue = ({ name, members }) =>
  make(
    'div',
    {},
    make('h3', {}, plain(name), members.length === 0 ? make('span', { class: 'note' }, ` ${words.nobodyWaits}`) : ''),
    make(
      'ul',
      {},
      ...members.map(({ position, from, seconds }) =>
        make(
          'li',
          {},
          plain(`${position}.`),
          ' ',
          plain(from),
          ' ',
          make('span', { class: 'note' }, plain(writeSeconds(seconds))),
        ),
      ),
    ),
  )

const RECORDED = { 'in-progress': 'recording', completed: 'ready' }
const drawRecording = ({ sid, status, seconds }) =>
  make(
    'li',
    {},
    plain(`${sid.slice(0, 10)}…`),
    ' ',
    make(
      'span',
      { class: `state ${status === 'in-progress' ? 'on' : 'over'}` },
      words.status[RECORDED[status] ?? status],
    ),
    ' ',
    plain(writeSeconds(seconds)),
  )

function speak() {
  words = WORDS[language]
  document.documentElement.lang = language
  document.documentElement.dir = language === 'fa' ? 'rtl' : 'ltr'
  document.title = words.title
  for (const element of document.querySelectorAll('[data-word]')) element.textContent = words[element.dataset.word]
  at('language').textContent = words.language
  at('language').lang = language === 'fa' ? 'en' : 'fa'
  draw()
}

// What scrolls can be scrolled with keys.
at('lines').tabIndex = 0
at('keys').append(...[...'123456789*0#'].map((key) => make('button', { type: 'button', 'data-key': key }, key)))
at('keys').addEventListener('click', ({ target }) => {
  if (target.dataset.key) steer('digits', { callSid: chosen, digits: target.dataset.key })
})
at('acts').addEventListener('click', ({ target }) => {
  if (target.dataset.act) steer(target.dataset.act, { callSid: chosen })
})
at('by-hand').addEventListener('change', ({ target }) =>
  target.checked ? steer('personas', { '*': { kind: 'manual' } }) : steer('personas', { number: '*' }, 'DELETE'),
)
at('ring-in').addEventListener('submit', async (event) => {
  event.preventDefault()
  const { from, to } = event.target.elements
  const manual = { persona: { kind: 'manual' }, patienceSeconds: null, hangsUpAfterSeconds: null, keys: [] }
  const told = await steer('inbound', { from: from.value, to: to.value, ...manual })
  if (told) chosen = told.callSid
})
at('language').addEventListener('click', () => {
  language = language === 'fa' ? 'en' : 'fa'
  localStorage.setItem(LANGUAGE, language)
  at('said').textContent = ''
  speak()
  showLink(events.readyState === EventSource.OPEN)
})

const showLink = (open) => {
  at('link').textContent = open ? words.connected : words.lost
  at('link').classList.toggle('lost', !open)
}
const events = new EventSource('/_sim/events')
events.addEventListener('open', () => showLink(true))
events.addEventListener('error', () => showLink(false))
events.addEventListener('message', ({ data }) => {
  shown = JSON.parse(data)
  draw()
})
speak()
at('by-hand').checked = (await (await fetch('/_sim/personas')).json())['*']?.kind === 'manual'
