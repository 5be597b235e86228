// The whole of the browser's work: copy buttons, a notice, scrolling code, and the chat. Everything else is plain HTML.

for (const button of document.querySelectorAll('button[data-copy]')) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    const field = document.getElementById(button.dataset.copy);
    await copy(field);
    const label = button.textContent;
    button.textContent = button.dataset.copied;
    setTimeout(() => {
      button.textContent = label;
    }, 1500);
  });
}

async function copy(field) {
  field.select();
  // Without HTTPS there is no clipboard; the field stays selected for Ctrl+C.
  if (navigator.clipboard) await navigator.clipboard.writeText(field.value);
  else document.execCommand('copy');
}

// This page is also what a feed's own address shows in a browser.
const notice = document.querySelector('[data-opened-feed]');
if (notice && /\.(?:xml|json)$/.test(location.pathname)) notice.hidden = false;

// What scrolls sideways must be reachable by keyboard; what does not should be no stop on the way.
for (const box of document.querySelectorAll('.prose pre, .prose table')) {
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
}

const chat = document.querySelector('.chat');
if (chat) startChat(chat);

function startChat(chat) {
  const form = chat.querySelector('.chat-form');
  const log = chat.querySelector('.chat-log');
  const input = form.elements.q;

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const question = input.value.trim();
    input.value = '';
    if (question !== '') ask(question);
  });

  chat.addEventListener('click', (event) => {
    const button = event.target.closest('[data-ask]');
    if (!button) return;
    event.preventDefault();
    ask(button.dataset.ask);
  });

  async function ask(question) {
    const place = document.createElement('div');
    place.className = 'exchange';
    const said = document.createElement('p');
    said.className = 'question';
    said.textContent = question;
    const waiting = document.createElement('p');
    waiting.className = 'quiet';
    waiting.textContent = chat.dataset.waiting;
    place.append(said, waiting);
    log.append(place);
    scrollDown();
    try {
      const response = await fetch(`${form.dataset.answer}?q=${encodeURIComponent(question)}`);
      if (!response.ok) throw new Error(String(response.status));
      place.outerHTML = await response.text();
    } catch {
      waiting.textContent = chat.dataset.failed;
    }
    scrollDown();
  }

  function scrollDown() {
    log.lastElementChild?.scrollIntoView({ block: 'nearest' });
  }
}
