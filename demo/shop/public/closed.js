// A sign-up form in a web component whose shadow root is closed: the page itself cannot look in.
customElements.define(
  'closed-card',
  class extends HTMLElement {
    connectedCallback() {
      const root = this.attachShadow({ mode: 'closed', delegatesFocus: true });
      root.innerHTML = `<link rel="stylesheet" href="/assets/shop.css"><form method="post" class="card" action="${this.getAttribute('action')}">
        <div class="field"><label for="email">E-mail</label><input id="email" name="email" type="email" autocomplete="email"></div>
        <div class="field"><label for="password">Password</label><input id="password" name="password" type="password" autocomplete="new-password"></div>
        <button class="button">Sign up</button></form>`;
      const form = root.querySelector('form');
      form.addEventListener('input', () => {
        this.dataset.filled = [...form.elements].filter(({ value }) => value).length;
      });
    }
  },
);
