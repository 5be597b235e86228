// What the console can do more easily with a script: filters that act at once, copying, and pages that stay up to date.
// Everything works without it.

const LOOK_AGAIN = 10_000;

document.addEventListener('change', (event) => {
  if (event.target.matches('[data-submit]')) event.target.form.requestSubmit();
});

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-copy-code]');
  if (!button) return;
  const code = button.parentElement.querySelector('pre');
  // Without HTTPS there is no clipboard: the text is selected for Ctrl+C.
  if (navigator.clipboard) await navigator.clipboard.writeText(code.textContent);
  else getSelection().selectAllChildren(code);
  const label = button.textContent;
  button.textContent = button.dataset.copied;
  setTimeout(() => {
    button.textContent = label;
  }, 1500);
});

function offerCopies() {
  for (const button of document.querySelectorAll('[data-copy-code]')) button.hidden = false;
}
offerCopies();

const main = document.querySelector('main[data-live]');
if (main) setInterval(lookAgain, LOOK_AGAIN);

// Never under somebody's hands: not while a field or box is in use or text is selected.
function isInUse() {
  const active = document.activeElement;
  return (
    document.hidden ||
    (main.contains(active) && active !== main) ||
    main.querySelector('input:checked') !== null ||
    !getSelection().isCollapsed
  );
}

async function lookAgain() {
  if (isInUse()) return;
  try {
    const response = await fetch(location.href, { headers: { Accept: 'text/html' } });
    if (!response.ok) return location.reload();
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('main');
    if (!fresh || isInUse()) return;
    for (const notice of fresh.querySelectorAll(':scope > .notice[role=status]')) notice.remove();
    const open = [...main.querySelectorAll('details')].map((details) => details.open);
    for (const [index, details] of fresh.querySelectorAll('details').entries()) details.open = open[index] ?? false;
    main.replaceChildren(...fresh.childNodes);
    offerCopies();
  } catch {
    // The server is away; the next look may find it.
  }
}
