// The page that waits for the code: tells how the mail is doing, and goes on when the link was opened elsewhere.
// Without this script the page works all the same.
const line = document.getElementById('mail-state');

async function ask() {
  try {
    const answer = await fetch('/confirm/state', { headers: { accept: 'application/json' } });
    if (answer.ok) {
      const { mail, confirmed, text } = await answer.json();
      if (confirmed) return location.assign('/confirm');
      if (line.dataset.state !== mail) {
        line.dataset.state = mail;
        line.textContent = text;
      }
    }
  } catch {
    // The shop is restarting or the network is away; the next question comes anyway.
  }
  setTimeout(ask, 1000);
}
ask();
