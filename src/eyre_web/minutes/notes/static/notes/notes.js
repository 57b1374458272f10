// The page works without this file. It enters lines without loading the page again, keeps what is being typed as a
// draft, and lets the lines of others appear.
const status = document.getElementById("status")
const texts = status.dataset
const LATER = 2000 // milliseconds after the last key, until a draft is kept
const EVERY = 4000 // milliseconds between two looks for the lines of others
const PATIENCE = 10000
let seen = texts.seen
const shown = {} // what each item was last given

for (const keys of document.querySelectorAll(".eyre-notes__keys")) keys.hidden = false

const say = (text) => { status.textContent = text }
const boxes = () => [...document.querySelectorAll(".eyre-entry__line")]

function show (answer) {
  let changed = false
  seen = String(answer.seen)
  for (const [id, html] of Object.entries(answer.lines)) {
    const place = document.querySelector(`#${id} .eyre-item__lines`)
    if (!place || shown[id] === html) continue
    if (place.contains(document.activeElement)) { seen = ""; continue } // somebody is at a button there: next time
    const before = place.textContent
    shown[id] = html
    place.innerHTML = html
    changed = changed || place.textContent !== before
  }
  return changed
}

async function ask (address, fields) {
  const options = { headers: { "X-Eyre-Notes": "1" }, signal: AbortSignal.timeout(PATIENCE), redirect: "manual" }
  if (fields) Object.assign(options, { method: "POST", body: fields })
  return fetch(address, options)
}

function grow (box) {
  box.style.height = "auto"
  box.style.height = `${box.scrollHeight + 4}px`
}

function fault (form, text) {
  const place = form.querySelector(".govuk-error-message")
  place.textContent = text
  place.hidden = !text
}

// A line is sent when its turn comes; meanwhile the next one can be typed. What was not entered comes back into the box.
function enter (form) {
  const box = form.querySelector("textarea")
  const text = box.value
  clearTimeout(form.later)
  form.later = 0
  box.value = ""
  grow(box)
  box.focus()
  inTurn(form, () => send(form, box, text))
}

// What a box sends is sent in its turn, so that no draft comes after the line that was made of it.
function inTurn (form, task) {
  form.turn = (form.turn || Promise.resolve()).then(task)
}

async function send (form, box, text) {
  const fields = new FormData(form)
  fields.set("line", text)
  fields.set("seen", seen)
  try {
    const answer = await ask(form.action, fields)
    if (answer.type === "opaqueredirect" || answer.status === 403) throw new Error(texts.signedOut)
    const told = await answer.json()
    if (told.error) throw new Error(told.error)
    show(told)
    form.elements.token.value = told.token
    fault(form, "")
    say(told.said)
  } catch (error) {
    box.value = [box.value, text].filter((each) => each.trim()).join("\n")
    grow(box)
    fault(form, error.constructor === Error ? error.message : texts.lost)
    soon(form)
  }
}

async function draft (form, isAsked) {
  try {
    const answer = await ask(form.dataset.draft, new FormData(form))
    if (isAsked) say(answer.ok ? texts.draft : texts.lost)
  } catch { // by itself it is tried again after the next key
    if (isAsked) fault(form, texts.lost)
  }
}

function keep (form, isAsked) {
  clearTimeout(form.later)
  form.later = 0
  inTurn(form, () => draft(form, isAsked))
}

function soon (form) {
  clearTimeout(form.later)
  form.later = setTimeout(() => keep(form), LATER)
}

for (const form of document.querySelectorAll(".eyre-entry")) {
  const box = form.querySelector("textarea")
  grow(box)
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    if (event.submitter && event.submitter.value === "draft") keep(form, true)
    else if (box.value.trim()) enter(form)
    else box.focus()
  })
  box.addEventListener("input", () => {
    grow(box)
    soon(form)
  })
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault()
      if (box.value.trim()) form.requestSubmit()
    }
  })
}

// From wherever one is: the next item or the one before; from no item, the first or the last.
document.addEventListener("keydown", (event) => {
  if (!event.altKey || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return
  event.preventDefault()
  const every = boxes()
  const here = every.indexOf(document.activeElement)
  const step = event.key === "ArrowDown" ? 1 : -1
  const next = here < 0 ? every.at(step > 0 ? 0 : -1) : every[here + step]
  if (!next) return
  next.focus()
  next.closest(".eyre-item").scrollIntoView({ block: "nearest" })
})

async function look () {
  if (document.hidden) return
  try {
    const answer = await ask(`${texts.lines}?seen=${seen}`)
    if (answer.status === 200 && show(await answer.json())) say(texts.others)
  } catch { /* the next look may find it again */ }
}

setInterval(look, EVERY)
document.addEventListener("visibilitychange", () => {
  if (document.hidden) [...document.querySelectorAll(".eyre-entry")].filter((form) => form.later).forEach((form) => keep(form))
  else look()
})
