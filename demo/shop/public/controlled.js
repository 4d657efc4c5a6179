// Controlled inputs as React has them: the state below owns the values. An own `value` property on each input tracks
// what was last assigned by script; an input event whose value equals the tracked one is taken for an echo and ignored;
// after every event the state is written back. So `input.value = x` from the page's world, with or without an event,
// changes nothing; only the prototype's setter plus an input event does.
const form = document.getElementById('controlled');
const native = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
const state = {};

for (const input of form.querySelectorAll('input')) {
  state[input.name] = '';
  let tracked = native.get.call(input);
  Object.defineProperty(input, 'value', {
    configurable: true,
    get() {
      return native.get.call(this);
    },
    set(value) {
      tracked = String(value);
      native.set.call(this, value);
    },
  });
  const changed = () => {
    const value = native.get.call(input);
    if (value !== tracked) {
      tracked = value;
      state[input.name] = value;
    }
    queueMicrotask(render);
  };
  input.addEventListener('input', changed);
  input.addEventListener('change', changed);
  input.addEventListener('blur', () => queueMicrotask(render));
}

function render() {
  for (const input of form.querySelectorAll('input')) {
    if (native.get.call(input) !== state[input.name]) input.value = state[input.name];
  }
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const answer = await fetch(form.dataset.to, {
    method: 'POST',
    body: new URLSearchParams(state),
    headers: { accept: 'text/x-fragment' },
  });
  document.getElementById('received').innerHTML = await answer.text();
});
