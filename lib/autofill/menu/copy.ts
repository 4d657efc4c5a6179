// Puts a text on the clipboard at a person's press in the menu, if a field did not take it. On plain http there is no
// Clipboard API; the old command asks for the text by an event, which the page must not get to see with the text in it.

export async function copyText(window: Window & typeof globalThis, text: string): Promise<boolean> {
  const { navigator, document } = window;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    let given = false;
    const give = (event: ClipboardEvent): void => {
      event.stopImmediatePropagation();
      event.preventDefault();
      event.clipboardData?.setData('text/plain', text);
      given = event.clipboardData !== null;
    };
    window.addEventListener('copy', give, { capture: true });
    const copied = document.execCommand('copy');
    window.removeEventListener('copy', give, { capture: true });
    return copied && given;
  }
}
