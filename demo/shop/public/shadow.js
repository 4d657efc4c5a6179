// A sign-up form as a web component, its fields web components again: open shadow roots, two deep, and form-associated
// custom elements that hand their values to the form.
const sheet = `<link rel="stylesheet" href="/assets/shop.css">`;

customElements.define(
  'text-field',
  class extends HTMLElement {
    static formAssociated = true;
    internals = this.attachInternals();

    connectedCallback() {
      const { name, label, type, autocomplete } = this.dataset;
      const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
      root.innerHTML = `${sheet}<div class="field"><label for="input">${label}</label>
        <input id="input" name="${name}" type="${type}" autocomplete="${autocomplete}"></div>`;
      const input = root.querySelector('input');
      input.addEventListener('input', () => this.internals.setFormValue(input.value));
    }
  },
);

customElements.define(
  'sign-up-card',
  class extends HTMLElement {
    connectedCallback() {
      const root = this.attachShadow({ mode: 'open' });
      root.innerHTML = `${sheet}<form method="post" class="card">
        <text-field name="email" data-name="email" data-label="E-mail" data-type="email" data-autocomplete="email"></text-field>
        <text-field name="password" data-name="password" data-label="Password" data-type="password" data-autocomplete="new-password"></text-field>
        <button class="button">Sign up</button></form>`;
      root.querySelector('form').action = this.getAttribute('action');
    }
  },
);
